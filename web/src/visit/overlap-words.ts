import { ApiError } from '../api/api-error.js';
import { clock, sayOnPage } from '../words/index.js';

interface Names {
  readonly patient: string;
  /** Null: whoever is asked. */
  readonly clinician: string | null;
}

/** "Ana Lee has a visit at 10:00 then." Null when it was not about another visit at this time. */
export function overlapWords(error: Error | null, names: Names, zone: string): string | null {
  if (!(error instanceof ApiError && error.code === 'VISIT_OVERLAPS')) return null;
  return error.errors
    .map(({ path, at }) => {
      const who = path === 'clinicianId' ? names.clinician : names.patient;
      return sayOnPage('visits.overlaps', {
        who: who ?? '',
        me: String(who === null),
        at: at ? clock(Date.parse(at), zone) : '',
      });
    })
    .join(' ');
}
