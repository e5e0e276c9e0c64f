export { WorklistPage } from './worklist/worklist-page.js';
export { PatientsPage } from './patients/patients-page.js';
export { PatientPage } from './patient/patient-page.js';
export { ReviewPage } from './review/review-page.js';
export { ReferralsPage } from './referrals/referrals-page.js';
export { BreakGlassPage } from './glass/break-glass-page.js';
