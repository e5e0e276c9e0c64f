/** Clinics, who works in them, and how people come in. */
export { ClinicsModule } from './clinics.module.js';
export { ClinicsService } from './clinics.service.js';
export { CreateClinic, email, newPassword, uuid, PROFESSIONS, ROLES } from './clinics.schema.js';
export { InvitationLink } from './clinics.schema.js';
export {
  AGREED_HOW,
  type AgreedHow,
  FOLLOWER_CATEGORIES,
  followerCategories,
  followsUntil,
  relationship,
} from './follower-grant.schema.js';
export { language, phone } from './settings/clinic-settings.schema.js';
export { findClinic, findHolder, hasAccount, isAskedAbout, MOST_FAILED_ATTEMPTS } from './clinics.repository.js';
export { tellAskedBy } from './asked-patients.js';
export { type Ender, enderOf, ringAround } from './invited-follower.js';
export { findCarePeople } from './members/staff.repository.js';
export { findOpenHours } from './hours/find-open-hours.js';
export { afterOpenMinutes, dueAfterHours, isOpenAt, type OpenHours } from './hours/open-minutes.js';
export { type Holiday, type WeeklyHours } from './hours/open-hours.js';
export { clockTime } from './settings/clinic-settings.schema.js';
export { recordChange } from './settings/changes.repository.js';
export { findRotaNow } from './rota/rota-now.js';
