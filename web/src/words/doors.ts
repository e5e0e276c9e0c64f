import type { ClinicView } from '../api/types.js';
import { dayAndClock } from './format.js';
import { sayOnPage } from './say.js';

/** Monday first, as hours are kept. */
export const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;

/** Languages that forms offer, in their own names; what is stored is the BCP 47 code. */
export const LANGUAGES: readonly (readonly [code: string, name: string])[] = [
  ['ar', 'العربية'],
  ['da', 'Dansk'],
  ['de', 'Deutsch'],
  ['en', 'English'],
  ['es', 'Español'],
  ['fa', 'فارسی'],
  ['fr', 'Français'],
  ['it', 'Italiano'],
  ['nl', 'Nederlands'],
  ['pl', 'Polski'],
  ['pt', 'Português'],
  ['pt-BR', 'Português (Brasil)'],
  ['ro', 'Română'],
  ['ru', 'Русский'],
  ['sv', 'Svenska'],
  ['tr', 'Türkçe'],
  ['uk', 'Українська'],
  ['vi', 'Tiếng Việt'],
  ['zh', '中文'],
];
export const languageName = (code: string): string => LANGUAGES.find(([known]) => known === code)?.[1] ?? code;

/** "Main street is open until 24 Nov 17:00" */
export function doorWords(door: ClinicView['doors'][number], clinic: ClinicView): string {
  const site = clinic.sites.find(({ id }) => id === door.siteId)?.name ?? '';
  if (door.changesAt === null) return sayOnPage(door.isOpen ? 'clinic.alwaysOpen' : 'clinic.neverOpen', { site });
  const at = dayAndClock(door.changesAt, clinic.timeZone);
  return door.isOpen
    ? sayOnPage('clinic.openUntil', { site, until: at })
    : sayOnPage('clinic.closedUntil', { site, from: at, holiday: door.holiday ?? 'none' });
}
