/** Changes whenever the same input may give another answer. Stored with every trend and every piece of evidence. */
export const DETECTOR_VERSION = 'trendguard-7';
