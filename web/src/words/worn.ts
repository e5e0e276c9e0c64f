import { phrase } from './phrases.js';

export interface WornFacts {
  readonly kind: string;
  /** All it sends is what the person says. */
  readonly selfReports: boolean;
  readonly wornDays: number;
  readonly ofDays: number;
}

/** On how many of the last days something came: a watch is worn, our forms are answered, another app reports. */
export function wornWords(place: 'device' | 'mine', { kind, selfReports, wornDays, ofDays }: WornFacts): string {
  const how = kind === 'form' ? 'answered' : selfReports ? 'reported' : 'worn';
  return phrase(`worn.${place}`, { how, days: wornDays, of: ofDays });
}
