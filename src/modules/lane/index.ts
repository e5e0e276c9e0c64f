/** The event lane: what happened to a patient besides what is measured, for charts and for the evidence of alerts. */
export { coversKind } from './covers-kind.js';
export { findLane, type Happening, toLaneEvent } from './find-lane.js';
export { type LaneEvent, LaneEventShape } from './lane.schema.js';
