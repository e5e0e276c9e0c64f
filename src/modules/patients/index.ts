/** Patients: who they are, their zone, care team and sprint. */
export { PatientsModule } from './patients.module.js';
export { PatientsService } from './patients.service.js';
export { SprintsService } from './sprints.service.js';
export { Matches } from './duplicates/duplicates.schema.js';
export { DuplicatesService } from './duplicates/duplicates.service.js';
export { readFhirPatient } from './patient-resource.js';
export { findLivingId } from '../../platform/auth/merged-patient.js';
export {
  correctTimeZone,
  findBirthDay,
  findRecordIds,
  findMonitored,
  findMonitoredNow,
  findMonitoredSince,
  findZones,
  removeTimeZone,
  setTimeZone,
  type Monitored,
} from './patients.repository.js';
export {
  findAllSprints,
  findSprint,
  findTreatmentStart,
  type PlannedSprint,
  type SprintView,
  treatmentStart,
} from './sprints.repository.js';
export { HEARD_SOURCES, WENT_WITH_FILE } from './heard-sources.js';
export { findLastFile } from './patient-summaries.repository.js';
export { HOLD_IS_ACTIVE, isUnderHold } from './legal-hold.js';
export { narrowSprint } from './patient-side-view.js';
export { ageOn } from './patient-view.js';
export { CourseShape, MetricShape, SentenceShape, SprintShape, SyncShape } from './patients.schema.js';
