/** Signed-in people: their session, the clinic it acts in, tickets for sockets. */
export { AccountsModule } from './accounts.module.js';
