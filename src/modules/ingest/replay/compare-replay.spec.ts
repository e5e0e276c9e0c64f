import { describe, expect, it } from '@jest/globals';
import { compareReplay, type ReplayedPayload, type StandingReading } from './compare-replay.js';

const reading = (id: string, change: Partial<StandingReading> = {}): StandingReading => ({
  id,
  code: '55423-8',
  source: 'fitbit Charge 6',
  startMs: 0,
  endMs: 60_000,
  valueText: '12',
  originalText: null,
  unit: '{steps}',
  status: 'final',
  ...change,
});
const mapOf = (...all: StandingReading[]) => new Map(all.map((one) => [one.id, one]));
const payload = (keptIds: (string | null)[], rebuiltIds: string[], payloadId = 'p'): ReplayedPayload => ({
  payloadId,
  keptIds,
  rebuiltIds,
});
const none = async () => [];

describe('compareReplay', () => {
  it('counts each reading once, however many payloads tell of it', async () => {
    const payloads = [payload(['a', 'b'], ['x', 'y']), payload(['b', 'a'], ['y', 'x'], 'q')];
    const found = await compareReplay(
      payloads,
      mapOf(reading('a'), reading('b')),
      mapOf(reading('x'), reading('y')),
      none,
    );
    expect(found).toEqual({ observations: 2, equal: 2, correctedSince: 0, differences: [] });
  });

  it.each<[keyof StandingReading, unknown]>([
    ['code', '8867-4'],
    ['source', 'fitbit Versa 4'],
    ['startMs', 1],
    ['endMs', 1],
    ['valueText', '12.0'],
    ['originalText', '720'],
    ['unit', 'min'],
    ['status', 'amended'],
  ])('another %s is a difference, told without its value', async (field, value) => {
    const kept = mapOf(reading('a', { [field]: value }));
    const { equal, differences } = await compareReplay([payload(['a'], ['x'])], kept, mapOf(reading('x')), none);
    expect([equal, differences]).toEqual([0, [{ payloadId: 'p', observationId: 'a', what: `differs in ${field}` }]]);
  });

  it('a later value from another road is none, when what is rebuilt was there before', async () => {
    const kept = mapOf(reading('a', { valueText: '99' }));
    const before = (value: string) => async () => [reading('a', { valueText: value })];
    const run = (earlier: (id: string) => Promise<StandingReading[]>) =>
      compareReplay([payload(['a'], ['x'])], kept, mapOf(reading('x')), earlier);
    expect(await run(before('12'))).toMatchObject({ equal: 0, correctedSince: 1, differences: [] });
    expect(await run(before('13'))).toMatchObject({
      correctedSince: 0,
      differences: [{ what: 'differs in valueText' }],
    });
  });

  it('what a closed month did not take then is no difference, and leaves the others their places', async () => {
    const [kept, rebuilt] = [mapOf(reading('b')), mapOf(reading('x'), reading('y'))];
    const found = await compareReplay([payload([null, 'b'], ['x', 'y'])], kept, rebuilt, none);
    expect(found).toEqual({ observations: 1, equal: 1, correctedSince: 0, differences: [] });
  });

  it.each<[string, ReplayedPayload[], string]>([
    ['one reading less', [payload(['a', 'b'], ['x'])], 'gave 2 readings and now gives 1'],
    ['one reading more', [payload(['a'], ['x', 'y'])], 'gave 1 readings and now gives 2'],
    ['two that became one', [payload(['a', 'b'], ['x', 'x'])], 'is no longer the same reading as before'],
    ['one that became two', [payload(['a', 'a'], ['x', 'y'])], 'is no longer the same reading as before'],
    ['one that is gone', [payload(['c'], ['x'])], 'is not in the store at that time'],
  ])('%s is a difference', async (_name, payloads, what) => {
    const found = await compareReplay(
      payloads,
      mapOf(reading('a'), reading('b')),
      mapOf(reading('x'), reading('y')),
      none,
    );
    expect(found.differences.map((d) => d.what)).toEqual([what]);
  });
});
