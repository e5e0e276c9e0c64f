/** Readings dated further ahead than this are refused by whoever holds the clock; a device's clock may be off by a day at most. */
export const FUTURE_LIMIT_MS = 24 * 3_600_000;
