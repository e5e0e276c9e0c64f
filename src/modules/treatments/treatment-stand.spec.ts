import { expect, it } from '@jest/globals';
import { addDays, standOn, type Stand } from '../../metrics/index.js';
import type { TreatmentFacts } from './treatment.js';
import { writeTreatment } from './write-treatment.js';

const TODAY = '2026-11-20';
const STATUS: Readonly<Record<TreatmentFacts['kind'], Readonly<Record<Stand, string>>>> = {
  dose: { later: 'intended', now: 'active', past: 'completed' },
  procedure: { later: 'preparation', now: 'in-progress', past: 'completed' },
};
const exact = { onExact: 'day', untilExact: 'day', planned: false } as const;
const writing = { patientId: 'p', author: { personId: 'a', name: 'Ana' }, at: new Date(0), today: TODAY };

/** Lists and programs are told the same on the same day. */
it.each(['dose', 'procedure'] as const)('the status of a %s is how it stands by its days', (kind) => {
  for (let from = -2; from <= 2; from++)
    for (const days of [null, 0, 1, 2, 3]) {
      const on = addDays(TODAY, from);
      const until = days === null ? null : addDays(on, days);
      const { status } = writeTreatment({ kind, what: 'x', dose: null, on, until, ...exact }, writing);
      const last = until ?? (kind === 'procedure' ? on : null);
      expect([on, until, status]).toEqual([on, until, STATUS[kind][standOn({ on, until: last }, TODAY)]]);
    }
});
