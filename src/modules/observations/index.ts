/** The store of observations: written once per natural key, read exactly, added up to daily values. */
export { ObservationsModule } from './observations.module.js';
export { ObservationsService } from './observations.service.js';
export { DueSignal } from './due-signal.js';
export type { NewObservation, ObservationRow, Source, SourceKind, Stored } from './observation.js';
export { type ObservationSearch } from './observations.repository.js';
export { recomputeDays } from './daily/recompute-days.js';
export {
  findContact,
  findDailyValues,
  findFirstDay,
  type ChangedDay,
  type DailyRow,
} from './daily/daily-values.repository.js';
export { deviceObservation } from './device-observation.js';
