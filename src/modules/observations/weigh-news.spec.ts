import { describe, expect, it } from '@jest/globals';
import { deviceObservation } from './device-observation.js';
import { asTaken, meetStored } from './meet-stored.js';
import type { NewObservation } from './observation.js';
import type { Keyed } from './store-observations.js';
import { NOTHING_BEFORE } from './weigh-news.js';

type Version = Partial<NewObservation> & { status: string };

/** As FHIR tells it: with a status of its own, and without a time of issue where none is given. */
function keyed({ status, ...more }: Version): Keyed {
  const said = deviceObservation({
    patientId: '0b0e5a54-0a4c-4c38-9f3f-0d6f3d3c9a11',
    metric: 'steps',
    startMs: 0,
    endMs: 60_000,
    value: 100,
    source: { system: 'test', device: 'band', kind: 'watch' },
  });
  const skeleton = JSON.stringify({ ...(JSON.parse(said.skeleton) as object), status });
  const observation = { ...said, inOwnWords: false, status, skeleton, ...more };
  return { observation, seriesId: 1, skeletonId: 1, device: undefined, ownId: null };
}

/** What stands in the end: the first is stored, and the others come upon it one by one. */
function standsAfter(versions: readonly Version[]): [status: string, valueText: string | null] {
  const [first, ...more] = versions.map(keyed);
  const there = asTaken(first!, { id: 'o', ownId: null, version: 1, receivedMs: 0 });
  const { newest } = meetStored(there, more, 0, NOTHING_BEFORE);
  const { status, valueText } = (newest?.row ?? first!).observation;
  return [status, valueText];
}

function* ordersOf<T>(all: readonly T[]): Generator<readonly T[]> {
  if (all.length < 2) yield all;
  for (const [i, one] of all.entries()) for (const rest of ordersOf(all.toSpliced(i, 1))) yield [one, ...rest];
}

const v = (status: string, valueText = '100', more: Partial<NewObservation> = {}): Version => ({
  status,
  valueText,
  ...more,
});
const said = (status: string, valueString: string | null): Version => ({
  status,
  valueText: null,
  remainder: valueString === null ? null : JSON.stringify({ valueString }),
});
const parts = (status: string, one: object): Version => ({
  status,
  valueText: null,
  remainder: JSON.stringify({ component: [one] }),
});
const inOwnWords = { inOwnWords: true };
const issued = { issuedMs: 1 };

describe('versions of which none says when it was issued', () => {
  it.each<[string, Version[], [string, string | null]]>([
    ['taken back', [v('final'), v('entered-in-error')], ['entered-in-error', '100']],
    ['taken back without its value', [v('final'), said('entered-in-error', null)], ['entered-in-error', null]],
    [
      'taken back, in our own words',
      [v('final', '100', inOwnWords), v('entered-in-error')],
      ['entered-in-error', '100'],
    ],
    ['cancelled', [v('registered'), v('cancelled')], ['cancelled', '100']],
    ['amended at once', [v('preliminary', '5'), v('amended', '5')], ['amended', '5']],
    ['amended to what it was', [v('final', '130'), v('amended', '130')], ['amended', '130']],
    ['corrected to another value', [v('final', '120'), v('corrected', '130')], ['corrected', '130']],
    ['a whole life', [v('registered'), v('preliminary', '5'), v('final', '6'), v('amended', '7')], ['amended', '7']],
    ['a text taken back', [said('final', 'warm'), said('entered-in-error', 'warm')], ['entered-in-error', null]],
    [
      'components taken back, written in another order',
      [parts('final', { a: 1, b: 2 }), parts('entered-in-error', { b: 2, a: 1 })],
      ['entered-in-error', null],
    ],
    ['one of two says when', [v('final', '100', issued), v('entered-in-error')], ['entered-in-error', '100']],
  ])('end as the one that comes later in life, in any order: %s', (_name, versions, stands) => {
    for (const order of ordersOf(versions)) expect(standsAfter(order)).toEqual(stands);
    // And a phone sends all of it again.
    for (const order of ordersOf(versions)) expect(standsAfter([...order, ...versions, ...order])).toEqual(stands);
  });

  it.each<[string, Version[], [string, string | null]]>([
    ['of two values of one status', [v('final', '100'), v('final', '120')], ['final', '120']],
    ['of two corrections', [v('amended', '100'), v('corrected', '120')], ['corrected', '120']],
    ['of what was taken back and another value', [v('entered-in-error'), v('final', '120')], ['final', '120']],
    [
      'of a text that was taken back and another',
      [said('entered-in-error', 'warm'), said('final', 'cold')],
      ['final', null],
    ],
    ['where a road says no status', [v('amended', '130'), v('final', '120', inOwnWords)], ['final', '120']],
  ])('end as the one that came last: %s', (_name, versions, stands) => {
    expect(standsAfter(versions)).toEqual(stands);
  });
});
