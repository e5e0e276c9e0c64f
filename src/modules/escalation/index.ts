/** Escalation: who is called about an alert that nobody has taken, when, and whether that still works. */
export { EscalationModule } from './escalation.module.js';
