/** Told: what patients and their followers are told of alerts, when, and what they answer. */
export { ToldModule } from './told.module.js';
export { withoutTarget } from './decide/without-target.js';
export { findKnownConcerns, findShownAlerts, type KnownConcern } from './page/shown-concerns.repository.js';
