/** Visits: booking, waiting room, video rooms, presence, notes. */
export { VisitsModule } from './visits.module.js';
export { VisitsService } from './visits.service.js';
