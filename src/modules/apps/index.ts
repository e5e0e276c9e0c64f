/** Apps from outside: registered by a clinic, allowed by people, served by an authorisation server. */
export { AppsModule } from './apps.module.js';
