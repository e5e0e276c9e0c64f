import { expect, it } from '@jest/globals';
import { CHAIN, toChainState } from './chain-state.js';

const beat = (worker: string, ageSeconds: number) => ({
  worker,
  ageSeconds,
  beatAt: new Date(1e12 - ageSeconds * 1000),
});
const all = (change: Record<string, number> = {}) => CHAIN.map((name) => beat(name, change[name] ?? 3));

it.each([
  ['all beat', all(), true, 3],
  ['one is just in time', all({ escalation: 90 }), true, 90],
  ['one is late', all({ escalation: 91 }), false, 91],
  ['one was never heard of', all().slice(1), false, null],
  ['dead on one node, alive on the other', [...all({ trends: 500 }), beat('trends', 4)], true, 4],
  ['a stranger does not count', [...all(), beat('something', 500)], true, 3],
  ['nobody was ever heard of', [], false, null],
])('%s', (_name, beats, ok, oldest) => {
  expect(toChainState(beats)).toMatchObject({ ok, oldestBeatAgeSeconds: oldest });
});
