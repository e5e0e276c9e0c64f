import { number } from '../../words/index.js';

/** Minutes as people say them: "12 min", "3.5 h", "2.1 days". */
export function timeWords(minutes: number): string {
  if (minutes < 90) return `${number(Math.round(minutes))} min`;
  if (minutes < 48 * 60) return `${number(minutes / 60, 1)} h`;
  return `${number(minutes / 1440, 1)} days`;
}
