/** Readings dated further ahead than this are refused by whoever holds the clock; a device's clock may be off by a day at most. */
export const FUTURE_LIMIT_MS = 24 * 3_600_000;
/** What is wrong with such a one, in the words of every road. */
export const TOO_FAR_AHEAD = 'must not be more than 24 hours ahead of now';
