import { expect, it } from '@jest/globals';
import type { FollowerEnd } from '../api/types.js';
import { endedWords } from './ended-words.js';

const end = (what: FollowerEnd['what'], as: FollowerEnd['as'], by: string | null = null): FollowerEnd => ({
  what,
  as,
  by,
  // Past midnight in Berlin.
  at: as === 'account' ? null : '2026-11-26T23:30:00.000Z',
});

it.each<[FollowerEnd, string, string]>([
  [end('refused', 'patient', 'June'), 'refused by June Walker on 27 Nov 2026', 'you said no on 27 Nov 2026'],
  [
    end('taken-back', 'patient', 'June'),
    'taken back by June Walker on 27 Nov 2026',
    'taken back by you on 27 Nov 2026',
  ],
  [
    end('taken-back', 'team', 'Ana'),
    'taken back by Ana on 27 Nov 2026',
    'taken back by Ana of your clinic on 27 Nov 2026',
  ],
  [end('taken-back', 'team'), 'taken back by the team on 27 Nov 2026', 'taken back by your clinic on 27 Nov 2026'],
  [end('taken-back', 'unknown'), 'taken back on 27 Nov 2026', 'taken back on 27 Nov 2026'],
  [end('ended', 'patient', 'June'), 'ended by June Walker on 27 Nov 2026', 'ended by you on 27 Nov 2026'],
  [end('ended', 'team', 'Ana'), 'ended by Ana on 27 Nov 2026', 'ended by Ana of your clinic on 27 Nov 2026'],
  [end('ended', 'date'), 'ran until 27 Nov 2026', 'ran until 27 Nov 2026'],
  [end('ended', 'account'), 'ended: no account here any more', 'ended: no account here any more'],
  [end('ended', 'unknown'), 'ended on 27 Nov 2026', 'ended on 27 Nov 2026'],
])('%j: the team reads “%s”, the patient “%s”', (ended, team, patient) => {
  expect(endedWords(ended, 'June Walker', 'Europe/Berlin')).toBe(team);
  expect(endedWords(ended, null, 'Europe/Berlin')).toBe(patient);
});
