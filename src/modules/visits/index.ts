/** Visits: booking, waiting room, video rooms, presence, notes. */
export { VisitsModule } from './visits.module.js';
