import type { Interaction, ResourceType } from './policy.js';

/**
 * Reads that an open page does by itself, minute by minute, about whoever looks at it: who am I, a ticket for the live
 * socket, is there news, how many requests wait, is a glass of mine still open. They hold no patient's data that their reader did not name, and
 * would bury the acts that do. Refusals are kept all the same, and so is every way of signing in or opening a glass.
 */
const UNRECORDED: ReadonlySet<string> = new Set([
  'Session.read',
  'Session.create',
  'Delivery.read',
  'Correction.read',
  'BreakGlass.read',
]);

export const leavesNoRow = (type: ResourceType, interaction: Interaction): boolean =>
  UNRECORDED.has(`${type}.${interaction}`);
