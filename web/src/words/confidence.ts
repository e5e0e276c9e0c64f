import { confidenceBars } from './labels.js';
import { sayOnPage } from './say.js';

/** Confidence is a word for the clinic's own outcomes; before there are enough of them it is how strong the evidence is. */
export const confidenceWords = (confidence: number, from: 'evidence' | 'outcomes'): string =>
  sayOnPage('confidence', { from, bars: String(confidenceBars(confidence)) });
