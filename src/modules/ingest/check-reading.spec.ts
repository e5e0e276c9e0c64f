import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { METRIC_IDS } from '../../metrics/index.js';
import { checkReading } from './check-reading.js';
import { NewReading, SOURCE_KINDS } from './ingest.schema.js';

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

it('says of each reading what the schema says, good or bad', () => {
  fc.assert(
    fc.property(fc.oneof(plain, reading, oneIn(1, reading)), (value) => {
      const checked = checkReading(value);
      const wanted = NewReading.safeParse(value);
      expect(checked.success).toBe(wanted.success);
      expect(checked.data).toEqual(wanted.data);
      expect(checked.error?.issues).toEqual(wanted.error?.issues);
    }),
    { numRuns: 5000 },
  );
});
