import { describe, expect, it } from '@jest/globals';
import { NewReadings } from './ingest.schema.js';
import { fromParsed, readReadings } from './to-observation.js';

const NOW = Date.parse('2026-03-10T12:00:00Z');
const PATIENT = '0b0e5a54-0a4c-4c38-9f3f-0d6f3d3c9a11';
const reading = (change: object = {}) => ({
  patient: PATIENT,
  metric: 'sleepDuration',
  start: '2026-03-09T22:00:00+01:00',
  end: '2026-03-10T06:00:00+01:00',
  value: 432,
  unit: 'min',
  source: { system: 'test', device: 'band', kind: 'watch' },
  ...change,
});
const read = (...readings: object[]) => readReadings(NewReadings.parse({ observations: readings }), NOW);

describe('readReadings', () => {
  it('keeps the canonical value and the one that was sent', () => {
    const { observations, errors } = read(reading());
    expect(errors).toEqual([]);
    expect(observations).toEqual([
      expect.objectContaining({
        patientId: PATIENT,
        concept: { system: 'http://loinc.org', code: '93832-4', metric: 'sleepDuration' },
        startMs: Date.parse('2026-03-09T21:00:00Z'),
        endMs: Date.parse('2026-03-10T05:00:00Z'),
        valueText: '7.2',
        originalText: '432',
        status: 'final',
      }),
    ]);
    expect(JSON.parse(observations[0]!.skeleton)).toMatchObject({
      valueQuantity: { unit: 'min' },
      device: {},
    });
    expect(observations[0]!.device).toBe('{"display":"Band"}');
  });

  it.each(['+23:59', '-14:01', '+14:00', 'Z'])('reads a time in the zone %s', (zone) => {
    const [start, end] = [`2026-03-09T11:00:00${zone}`, `2026-03-09T12:00:00${zone}`];
    const steps = { metric: 'steps', unit: '{steps}', value: 10 };
    const [one] = read(reading({ ...steps, start, end })).observations;
    expect([one!.startMs, one!.endMs]).toEqual([Date.parse(start), Date.parse(end)]);
  });

  it('reads the first moment of Unix time, and one of the year 0', () => {
    for (const start of ['1970-01-01T00:00:00Z', '0000-03-01T00:00:00Z'])
      expect(read(reading({ start, end: undefined })).observations[0]!.startMs).toBe(Date.parse(start));
  });

  it('writes no noise of conversions and no exponents', () => {
    expect(read(reading({ value: 25, unit: 'min' })).observations[0]!.valueText).toBe('0.416666666667');
    expect(read(reading({ value: 1, unit: 'ms' })).observations[0]!.valueText).toMatch(/^0\.00000027\d+$/);
  });

  it.each([
    ['a wrong unit', { unit: 'kg' }, 'observations.1.unit'],
    ['a missing unit', { unit: undefined }, 'observations.1.unit'],
    ['an impossible value', { value: 1500 }, 'observations.1.value'],
    ['an end before the start', { end: '2026-03-09T20:00:00+01:00' }, 'observations.1.end'],
    ['more than a day ahead', { end: '2026-03-11T12:00:01Z' }, 'observations.1.end'],
    ['a moment more than a day ahead', { start: '2026-03-11T12:00:01Z', end: undefined }, 'observations.1.start'],
    ['a year-long period', { start: '2025-01-01T00:00:00Z' }, 'observations.1.end'],
  ])('names %s', (_name, change, path) => {
    const { errors } = read(reading(), reading(change));
    expect(errors).toEqual([{ path, message: expect.any(String) }]);
  });

  it('takes exactly a day ahead', () => {
    expect(read(reading({ end: '2026-03-11T12:00:00Z' })).errors).toEqual([]);
  });
});

describe('NewReadings', () => {
  it.each([
    ['a metric nobody knows', { metric: 'glucose' }],
    ['a patient that is no id', { patient: 'me' }],
    ['a time without offset', { start: '2026-03-09T22:00:00' }],
    ['a day for a time', { start: '2026-03-09' }],
    ['a value in quotes', { value: '7' }],
    ['a misspelt member', { vlaue: 7 }],
    ['no source', { source: undefined }],
  ])('refuses %s', (_name, change) => {
    const result = NewReadings.safeParse({ observations: [reading(change)] });
    expect(result.error?.issues[0]?.path.slice(0, 2)).toEqual(['observations', 0]);
  });
});

describe('fromParsed', () => {
  const parsed = {
    metric: 'steps' as const,
    startMs: 0,
    endMs: 60_000,
    value: 12,
    original: { value: 12, unit: 'steps' },
    source: { system: 'fitbit', device: null, kind: 'watch' as const },
    externalId: 'log-1',
  };

  it("carries the vendor's own id along", () => {
    expect(fromParsed(parsed, PATIENT)).toMatchObject({
      patientId: PATIENT,
      valueText: '12',
      originalText: null,
      source: { system: 'fitbit', device: '', kind: 'watch' },
      remainder: JSON.stringify({ identifier: [{ system: 'urn:stepwell:fitbit', value: 'log-1' }] }),
    });
    expect(fromParsed({ ...parsed, externalId: null }, PATIENT).remainder).toBeNull();
  });
});
