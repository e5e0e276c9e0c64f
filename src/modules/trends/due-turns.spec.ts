import { describe, expect, it } from '@jest/globals';
import { findTurns, REST_MS } from './due-turns.js';

const waits = (patientId: string, oldestMs: number, newestMs: number, news = false) => ({
  clinicId: 'c',
  patientId,
  oldestMs,
  newestMs,
  news,
});
const crowd = ['a', 'b', 'c', 'd', 'e'].map((id) => waits(id, 1000, 0));
const quiet = ['v', 'w', 'x', 'y', 'z'].map((id) => waits(id, 1000, 500));
const reports = ['1', '2', '3', '4', '5', '6', '7'].map((id) => waits(id, 600, 600, true));
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
    ['whoever has news, before all who only grow', [...quiet, waits('p', 0, 0, true)], {}, ['p', 'v', 'w']],
    ['many with news, and yet some who grow', [...quiet, ...reports], {}, ['1', '2', '3', '4', '5', '6', 'v', 'w']],
    ['unless judged just now', [...crowd, waits('p', 10_000, 600)], { p: 10 }, []],
  ] as const)('%s', (_name, waiting, judged, wanted) => expect(turns(waiting, judged)).toEqual(wanted));
});
