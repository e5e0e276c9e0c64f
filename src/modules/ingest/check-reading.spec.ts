import { expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { METRIC_IDS } from '../../metrics/index.js';
import { SOURCE_KINDS } from '../observations/index.js';
import { checkReading } from './check-reading.js';
import { NewReading } from './ingest.schema.js';

const day = fc.date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true });
const instant = fc.oneof(
  day.map((date) => date.toISOString()),
  fc
    .tuple(day, fc.constantFrom('Z', '+01:00', '-23:59', '+24:00', '+0100', '', 'z'), fc.nat({ max: 24 }))
    .map(([date, zone, letters]) => date.toISOString().slice(0, letters) + zone),
  fc.constantFrom(
    '2024-02-29T00:00:00Z',
    '2023-02-29T00:00:00Z',
    '2023-04-31T00:00:00Z',
    '2024-01-01T24:00:00Z',
    '2024-01-01T00:00:60Z',
    '2024-01-01T00:00:00.123456Z',
    '+02024-01-01T00:00:00Z',
    '2024-01-01t00:00:00Z',
    '2024-01-01T00:00:00Z\n',
  ),
);
const uuid = fc.oneof(
  fc.uuid(),
  fc.uuid().map((id) => id.toUpperCase()),
  fc.uuid({ version: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15] }),
  fc.constantFrom('00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff', 'x'),
);
const text = (most: number) =>
  fc.oneof(
    fc.string({ maxLength: 5, unit: 'binary' }),
    fc.constantFrom('', 'a'.repeat(most), 'a'.repeat(most + 1), '💓'.repeat(most), '💓'.repeat(most + 1)),
  );
const metric = fc.constantFrom(...METRIC_IDS, 'nothing', 'toString');
const kind = fc.constantFrom<string>(...SOURCE_KINDS, 'ring');
const oneIn = <T>(often: number, good: fc.Arbitrary<T>) =>
  fc.oneof(
    { weight: often, arbitrary: good as fc.Arbitrary<unknown> },
    { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 1 }) },
  );
const source = fc.record(
  { system: oneIn(20, text(100)), device: oneIn(20, text(200)), kind: oneIn(20, kind), color: fc.constant('red') },
  { requiredKeys: ['system'] },
);
const reading = fc.record(
  {
    patient: oneIn(20, uuid),
    metric: oneIn(20, metric),
    start: oneIn(20, instant),
    end: oneIn(20, instant),
    value: oneIn(20, fc.double()),
    unit: oneIn(20, text(40)),
    source: oneIn(20, source),
    note: fc.string(),
  },
  { requiredKeys: ['patient', 'metric', 'start', 'value', 'source'] },
);
const plain = fc.record(
  {
    patient: fc.uuid(),
    metric: fc.constantFrom(...METRIC_IDS),
    start: day.map((date) => date.toISOString()),
    end: day.map((date) => date.toISOString()),
    value: fc.double({ noNaN: true, noDefaultInfinity: true }),
    unit: fc.string({ maxLength: 40 }),
    source: fc.record(
      {
        system: fc.string({ minLength: 1, maxLength: 100 }),
        device: fc.string({ maxLength: 200 }),
        kind: fc.constantFrom(...SOURCE_KINDS),
      },
      { requiredKeys: ['system'] },
    ),
  },
  { requiredKeys: ['patient', 'metric', 'start', 'value', 'source'] },
);

function expectSame(value: unknown): void {
  const checked = checkReading(value);
  const wanted = NewReading.safeParse(value);
  expect(checked.success).toBe(wanted.success);
  expect(checked.data).toEqual(wanted.data);
  expect(checked.error?.issues).toEqual(wanted.error?.issues);
}

/** What one member may be instead: good or bad. */
const OTHERWISE: Record<string, readonly unknown[]> = {
  patient: [
    '00000000-0000-0000-0000-000000000000',
    '0190FDD5-4B1C-7C3A-8E2F-1A2B3C4D5E6F',
    '0190fdd5-4b1c-7c3a-8e2f-1a2b3c4d5e6f\n',
    '0190fdd5-4b1c-9c3a-8e2f-1a2b3c4d5e6f',
    1,
  ],
  metric: ['toString', '__proto__', '', 'Steps', null],
  start: ['2024-02-30T00:00:00Z', '2024-01-01T00:00:00', '2024-01-01', '2024-01-01T00:00:00Z\n', 0],
  end: ['2024-02-30T00:00:00Z', null, ''],
  value: [Number.POSITIVE_INFINITY, Number.NaN, -0, '1', null, JSON.parse('1e400')],
  unit: ['a'.repeat(40), 'a'.repeat(41), '💓'.repeat(20), '💓'.repeat(40), '💓'.repeat(41), '\ud800', null],
  source: [null, [], {}, 'watch'],
  system: ['', 'a'.repeat(100), 'a'.repeat(101), '💓'.repeat(100), 1],
  device: ['', 'a'.repeat(200), 'a'.repeat(201), null],
  kind: ['ring', 'toString', null, ...SOURCE_KINDS],
};
const OF_SOURCE = new Set(['system', 'device', 'kind']);

it('says of a plain reading with one member changed, left out or added what the schema says', () => {
  const members = Object.keys(OTHERWISE);
  fc.assert(
    fc.property(plain, fc.constantFrom(...members, 'note', '__proto__'), fc.nat(), (good, member, nth) => {
      const inSource = OF_SOURCE.has(member) || nth % 2 === 1;
      const changed: Record<string, unknown> = { ...good, source: { ...good.source } };
      const place =
        inSource && member !== 'source' && !(member in good) ? (changed['source'] as typeof changed) : changed;
      const choices = OTHERWISE[member] ?? ['a'];
      const choice = nth % (choices.length + 1);
      if (choice === choices.length) delete place[member];
      else Object.defineProperty(place, member, { value: choices[choice], enumerable: true, configurable: true });
      expectSame(changed);
    }),
    { numRuns: 5000 },
  );
});

it('does not ask the schema about a plain reading, which is what makes it fast', () => {
  const schema = jest.spyOn(NewReading, 'safeParse');
  fc.assert(
    fc.property(plain, (good) => {
      expect(checkReading(good).success).toBe(true);
      expect(schema).not.toHaveBeenCalled();
    }),
  );
  checkReading({});
  expect(schema).toHaveBeenCalledTimes(1);
  schema.mockRestore();
});

it('says of each reading what the schema says, good or bad', () => {
  fc.assert(
    fc.property(fc.oneof(plain, reading, oneIn(1, reading)), (value) => {
      expectSame(value);
    }),
    { numRuns: 5000 },
  );
});
