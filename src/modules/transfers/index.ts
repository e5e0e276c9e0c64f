/** Patients who go on to another clinic, with both clinics' yes. */
export { TransfersModule } from './transfers.module.js';
export { revokeOpenTransfers } from './transfers.repository.js';
