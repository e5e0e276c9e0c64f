import { describe, expect, it } from '@jest/globals';
import { findTurns, REST_MS } from './due-turns.js';

const waits = (patientId: string, oldestMs: number, newestMs: number) => ({
  clinicId: 'c',
  patientId,
  oldestMs,
  newestMs,
});
const crowd = ['a', 'b', 'c', 'd', 'e'].map((id) => waits(id, 1000, 0));
const turns = (waiting: Parameters<typeof findTurns>[0], judged: Record<string, number> = {}) =>
  findTurns(waiting, (id) => judged[id]).map(({ patientId }) => patientId);

describe('whose turn is it', () => {
  it.each([
    ['one alone, at once', [waits('p', 0, 0)], {}, ['p']],
    ['few, at once and in their order', [waits('p', 5, 0), waits('q', 1, 1)], {}, ['p', 'q']],
    ['whoever was just judged rests', [waits('p', 9000, 0)], { p: REST_MS - 1 }, []],
    ['and has rested', [waits('p', 9000, 0)], { p: REST_MS }, ['p']],
    ['of a crowd nobody who is still receiving', crowd, {}, []],
    ['but whoever has gone quiet', [...crowd, waits('p', 500, 500)], {}, ['p']],
    ['and whoever waits for long', [...crowd, waits('p', 10_000, 0)], {}, ['p']],
    ['unless judged just now', [...crowd, waits('p', 10_000, 600)], { p: 10 }, []],
  ] as const)('%s', (_name, waiting, judged, wanted) => expect(turns(waiting, judged)).toEqual(wanted));
});
