import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseJson } from '../../platform/json/index.js';
import { DeviceColumns, MOST_VALUES } from './columns.schema.js';
import { readColumns } from './read-columns.js';

const NOW = Date.parse('2026-03-10T12:00:00Z');
const START = Date.parse('2026-03-10T08:00:00Z');
const PATIENT = '0b0e5a54-0a4c-4c38-9f3f-0d6f3d3c9a11';
const column = (change: object = {}) => ({
  metric: 'steps',
  unit: '{steps}',
  start: '2026-03-10T09:00:00+01:00',
  everySeconds: 60,
  lengthSeconds: 60,
  values: [12, 0, null, 84],
  ...change,
});
const body = (...columns: object[]) => ({
  patient: PATIENT,
  device: { maker: 'Acme', model: 'Band 2', kind: 'watch' },
  columns,
});
const read = (...columns: object[]) => readColumns(DeviceColumns.parse(body(...columns)), NOW);
const cells = (...columns: object[]) =>
  read(...columns).observations.map((o) => [(o.startMs - START) / 1000, (o.endMs - o.startMs) / 1000, o.valueText]);

describe('columns', () => {
  it('at one distance: null is not stored and moves time on, 0 is a value', () => {
    expect(cells(column())).toEqual([
      [0, 60, '12'],
      [60, 60, '0'],
      [180, 60, '84'],
    ]);
    expect(read(column()).observations[0]).toMatchObject({
      patientId: PATIENT,
      concept: { code: '55423-8', metric: 'steps' },
      source: { system: 'device', device: 'Acme Band 2', kind: 'watch' },
    });
  });

  it('at distances of their own: moments, and null moves time on', () => {
    const pulse = { metric: 'heartRate', unit: '/min', lengthSeconds: undefined, everySeconds: undefined };
    expect(cells(column({ ...pulse, afterSeconds: [3, 5, 12], values: [61, null, 60] }))).toEqual([
      [3, 0, '61'],
      [20, 0, '60'],
    ]);
  });

  it('each with its length, in another unit: the canonical value beside what was sent', () => {
    const nights = column({
      metric: 'sleepDuration',
      unit: 'min',
      start: '2026-03-08T21:00:00Z',
      everySeconds: 86_400,
      lengthSeconds: [27_000, 28_800],
      values: [410, 432],
    });
    const { observations } = read(nights);
    expect(observations.map((o) => [o.valueText, o.originalText, o.endMs - o.startMs])).toEqual([
      ['6.83333333333', '410', 27_000_000],
      ['7.2', '432', 28_800_000],
    ]);
  });

  it('an impossible value or one ahead of time is refused alone, by its place', () => {
    const { observations, refused } = read(
      column({ values: [12, -1, 120_001] }),
      column({ start: '2026-03-11T11:58:30Z', values: [1, 2] }),
    );
    expect(observations).toHaveLength(2);
    expect(refused.map((r) => r.path)).toEqual(['columns.0.values.1', 'columns.0.values.2', 'columns.1.values.1']);
  });

  it('in two pieces are the same readings as in one', () => {
    const gap = fc.integer({ min: 0, max: 900 });
    const cell = fc.record({ gap, value: fc.option(fc.integer({ min: 0, max: 200 })), length: gap });
    fc.assert(
      fc.property(fc.array(cell, { minLength: 2, maxLength: 40 }), fc.nat(), (all, where) => {
        const cut = 1 + (where % (all.length - 1));
        const make = (part: typeof all, startMs: number) =>
          column({
            start: new Date(startMs).toISOString(),
            everySeconds: undefined,
            afterSeconds: part.map((c) => c.gap),
            lengthSeconds: part.map((c) => c.length),
            values: part.map((c) => c.value),
          });
        const cutMs = START + 1000 * all.slice(0, cut).reduce((sum, c) => sum + c.gap, 0);
        expect(cells(make(all.slice(0, cut), START), make(all.slice(cut), cutMs))).toEqual(cells(make(all, START)));
      }),
    );
  });
});

it('the most values, each with its own distance and length, in the most columns, are not too many for a body', () => {
  const each = MOST_VALUES / 50;
  const list = (of: number) => Array.from({ length: each }, () => of);
  const full = { everySeconds: undefined, afterSeconds: list(5), lengthSeconds: list(5), values: list(12) };
  const sent = Buffer.from(JSON.stringify(body(...Array.from({ length: 50 }, () => column(full)))));
  expect(readColumns(DeviceColumns.parse(parseJson(sent)), NOW).observations).toHaveLength(MOST_VALUES);
});

describe('columns that are wrong are named', () => {
  const long = Array.from({ length: MOST_VALUES / 2 + 1 }, () => 1);
  it.each<[string, unknown, string]>([
    ['no distance', body(column({ everySeconds: undefined })), 'columns.0.everySeconds'],
    ['two distances', body(column({ afterSeconds: [1, 1, 1, 1] })), 'columns.0.everySeconds'],
    ['too few distances', body(column({ everySeconds: undefined, afterSeconds: [1] })), 'columns.0.afterSeconds'],
    ['too few lengths', body(column({ lengthSeconds: [1] })), 'columns.0.lengthSeconds'],
    ['a length of three days', body(column({ lengthSeconds: 3 * 86_400 })), 'columns.0.lengthSeconds'],
    [
      'going back in time',
      body(column({ everySeconds: undefined, afterSeconds: [0, -1, 0, 0] })),
      'columns.0.afterSeconds.1',
    ],
    ['text for a number', body(column({ values: ['12'] })), 'columns.0.values.0'],
    ['no values', body(column({ values: [] })), 'columns.0.values'],
    ['an unknown metric', body(column({ metric: 'glucose' })), 'columns.0.metric'],
    ['a metric named like a member', body(column({ metric: 'constructor' })), 'columns.0.metric'],
    ['a unit of something else', body(column(), column({ unit: 'kg' })), 'columns.1.unit'],
    ['no unit of a device', body(column({ unit: undefined })), 'columns.0.unit'],
    ['a time without offset', body(column({ start: '2026-03-10T09:00:00' })), 'columns.0.start'],
    ['no columns', body(), 'columns'],
    ['more than the limit together', body(column({ values: long }), column({ values: long })), 'columns'],
    ['a device without model', { ...body(column()), device: { kind: 'watch' } }, 'device.model'],
    ['a device that is a form', { ...body(column()), device: { model: 'x', kind: 'form' } }, 'device.kind'],
    ['a member we do not know', { ...body(column()), zone: 'UTC' }, ''],
    ['a list', [], ''],
  ])('%s', (_name, wrong, path) => {
    const read = DeviceColumns.safeParse(wrong);
    expect(read.error?.issues[0]?.path.join('.')).toBe(path);
  });
});
