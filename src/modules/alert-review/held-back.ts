import { REASONS } from '../alerts/index.js';

/** Why nobody was told; a snooze holds back from one person alone. */
export const HELD_BACK = REASONS.filter((one) => one !== 'snoozed');
export type HeldBack = (typeof HELD_BACK)[number];
