/** Who did what, to whom, when, from where and why: read back, and proved to be what was written. */
export { AuditModule } from './audit.module.js';
export { AuditService } from './reading/audit.service.js';
export { findPatientAudit } from './reading/patient-audit.js';
export type { AuditCriteria } from './reading/audit.repository.js';
export type { AuditRecord } from './chain/link.js';
export { AuditSealer } from './chain/sealer.js';
export { verifyClinic, type Verdict } from './chain/verify-clinic.js';
export { type Checkpoint, isGenuine, nameOf } from './chain/checkpoint.js';
export { checkpointFile, readCheckpoints, readKey } from './chain/checkpoint-file.js';
