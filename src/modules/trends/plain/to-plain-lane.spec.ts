import { expect, it } from '@jest/globals';
import type { Happening } from '../../lane/index.js';
import { type PlainLaneReader, toPlainLane } from './to-plain-lane.js';

const KINDS = ['visit', 'device', 'zone', 'sprint', 'peg', 'flare', 'dose', 'procedure'] as const;
const lane = KINDS.map((kind): Happening => ({
  kind,
  on: '2026-10-01',
  until: null,
  label: kind,
  sentence: null,
  alertId: kind === 'flare' ? 'a1' : null,
}));
const ALL: PlainLaneReader = { seesAnswers: true, seesVisits: true, shownAlerts: new Set(['a1']) };
const hidden = (change: Partial<PlainLaneReader>) => {
  const seen = toPlainLane(lane, { ...ALL, ...change }).map(({ kind }) => kind);
  return KINDS.filter((kind) => !seen.includes(kind));
};

it.each<[string, Partial<PlainLaneReader>, string[]]>([
  ['whoever sees all', {}, []],
  ['without answers', { seesAnswers: false }, ['sprint', 'peg', 'flare']],
  ['without visits', { seesVisits: false }, ['visit']],
  ['while the page has not told of the flare', { shownAlerts: new Set(['a2']) }, ['flare']],
])('%s', (_name, reader, kinds) => expect(hidden(reader)).toEqual(kinds));
