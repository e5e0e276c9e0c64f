import { describe, expect, it } from '@jest/globals';
import { VendorPayloadError } from '../vendor.errors.js';
import { openMHealthParser } from './open-mhealth.parser.js';

const NIGHT = { start_date_time: '2026-03-09T22:00:00+01:00', end_date_time: '2026-03-10T06:00:00+01:00' };
const HOUR = { start_date_time: '2026-03-10T09:00:00Z', end_date_time: '2026-03-10T10:00:00Z' };
const when = (time_interval: object) => ({ effective_time_frame: { time_interval } });
const header = (name: string, version = '1.0', change: object = {}) => ({
  id: 'point-1',
  creation_date_time: '2026-03-10T10:00:01Z',
  schema_id: { namespace: 'omh', name, version },
  acquisition_provenance: { source_name: 'Acme Band 2', modality: 'sensed' },
  ...change,
});
const steps = (change: object = {}) => ({
  header: header('step-count', '3.0'),
  body: { step_count: { value: 612, unit: 'steps' }, ...when(HOUR), ...change },
});
const parse = (payload: unknown) => openMHealthParser.parse(payload, { zones: [{ sinceMs: -Infinity, zone: 'UTC' }] });
const brief = (payload: unknown) =>
  parse(payload).observations.map((o) => [o.metric, o.value, o.original.unit, (o.endMs - o.startMs) / 60_000]);

describe('documents', () => {
  it.each<[string, unknown, unknown[]]>([
    ['steps, version 3', steps(), ['steps', 612, 'steps', 60]],
    [
      'steps, version 2',
      { header: header('step-count', '2.0'), body: { step_count: 5, ...when(HOUR) } },
      ['steps', 5, 'steps', 60],
    ],
    [
      'sleep in minutes',
      { header: header('total-sleep-time'), body: { total_sleep_time: { value: 432, unit: 'min' }, ...when(NIGHT) } },
      ['sleepDuration', 7.2, 'min', 480],
    ],
    [
      'sleep told by its end and length, IEEE',
      {
        header: header('sleep-episode', '1.0', {
          schema_id: { namespace: 'ieee', name: 'sleep-episode', version: '1.0' },
        }),
        body: {
          total_sleep_time: { value: 25_920, unit: 'sec' },
          ...when({ end_date_time: NIGHT.end_date_time, duration: { value: 8, unit: 'h' } }),
        },
      },
      ['sleepDuration', 7.2, 'sec', 480],
    ],
    [
      'a pulse',
      {
        header: header('heart-rate', '2.0'),
        body: {
          heart_rate: { value: 61.5, unit: 'beats/min' },
          effective_time_frame: { date_time: HOUR.start_date_time },
        },
      },
      ['heartRate', 61.5, 'beats/min', 0],
    ],
    [
      'a pulse at rest',
      {
        header: header('heart-rate', '1.x'),
        body: {
          heart_rate: { value: 52, unit: 'beats/min' },
          temporal_relationship_to_physical_activity: 'at rest',
          ...when({ start_date_time: HOUR.start_date_time, duration: { value: 24, unit: 'h' } }),
        },
      },
      ['restingHeartRate', 52, 'beats/min', 1440],
    ],
    [
      'active minutes',
      {
        header: header('minutes-moderate-activity'),
        body: { minutes_moderate_activity: { value: 25, unit: 'min' }, ...when(HOUR) },
      },
      ['walkingMinutes', 25, 'min', 60],
    ],
    [
      'a walk as long as its interval',
      { header: header('physical-activity', '1.2'), body: { activity_name: 'Walking', ...when(HOUR) } },
      ['walkingMinutes', 60, 'sec', 60],
    ],
    [
      'a walk with breaks',
      {
        header: header('physical-activity'),
        body: { activity_name: 'walk', duration: { value: 40, unit: 'min' }, ...when(HOUR) },
      },
      ['walkingMinutes', 40, 'min', 60],
    ],
  ])('%s', (_name, document, wanted) => {
    expect(brief(document)).toEqual([wanted]);
    expect(brief([document, document])).toEqual([wanted, wanted]);
  });

  it('come from the hardware that is named, else from who acquired them; what was said is no measurement', () => {
    const from = (change: object) => parse({ ...steps(), header: header('step-count', '3.0', change) }).observations[0];
    const datasheets = [
      { datasheet_type: 'manufacturer', datasheet_reference: 'Acme GmbH' },
      { datasheet_type: 'hardware', datasheet_reference: 'https://acme.example/band' },
      { datasheet_type: 'hardware', datasheet_reference: 'Band 3' },
    ];
    expect(from({})?.source).toEqual({ system: 'open-mhealth', device: 'Acme Band 2', kind: 'other' });
    expect(from({ external_datasheets: datasheets })?.source).toMatchObject({ maker: 'Acme GmbH', device: 'Band 3' });
    expect(from({ acquisition_provenance: undefined, modality: 'self-reported' })?.source).toMatchObject({
      device: null,
      kind: 'form',
    });
    expect(from({ id: undefined, uuid: 'u-7' })?.externalId).toBe('u-7');
  });

  it('are taken where what may be left out is null', () => {
    const nulls = { id: null, uuid: null, modality: null, acquisition_provenance: null, external_datasheets: null };
    const frame = { date_time: null, time_interval: { ...HOUR, duration: null } };
    const document = steps({ effective_time_frame: frame, descriptive_statistic: null });
    const { observations, refused } = parse([
      { ...document, header: header('step-count', '3.0', nulls) },
      { ...document, header: header('step-count', '3.0', { acquisition_provenance: { source_name: null } }) },
    ]);
    expect(refused).toEqual([]);
    expect(observations.map((o) => [o.value, o.source.device, o.externalId])).toEqual([
      [612, null, null],
      [612, null, 'point-1'],
    ]);
  });

  it.each<[string, object, object, string[]]>([
    ['empty is none', { id: '' }, { id: '' }, []],
    ['empty leaves the other member', { id: '', uuid: 'u-7' }, { id: '', uuid: 'u-8' }, []],
    ['of a later revision moves the reading', {}, { creation_date_time: '2026-03-10T12:00:00Z' }, []],
    ['of another reading is refused', {}, {}, ['[1].body']],
  ])('an id that is the same in two documents of one message: %s', (_name, first, second, paths) => {
    const NEXT = { start_date_time: HOUR.end_date_time, end_date_time: '2026-03-10T11:00:00Z' };
    const { observations, refused } = parse([
      { ...steps(), header: header('step-count', '3.0', first) },
      { ...steps(when(NEXT)), header: header('step-count', '3.0', second) },
    ]);
    expect([observations.length, refused.map((r) => r.path)]).toEqual([2 - paths.length, paths]);
    if ('uuid' in first) expect(observations.map((o) => o.externalId)).toEqual(['u-7', 'u-8']);
  });

  it('another activity is counted, not kept', () => {
    const ride = { header: header('physical-activity'), body: { activity_name: 'Biking', ...when(HOUR) } };
    expect(parse(ride)).toEqual({
      observations: [],
      refused: [],
      skipped: [{ kind: 'physical-activity other than walking', count: 1 }],
    });
  });
});

describe('what is wrong is named, and the rest is taken', () => {
  it.each<[string, unknown, string]>([
    ['an unknown schema', { ...steps(), header: header('body-weight', '2.0') }, '[1].header.schema_id'],
    ['a schema named like a member', { ...steps(), header: header('constructor') }, '[1].header.schema_id'],
    [
      'a foreign namespace',
      {
        ...steps(),
        header: header('x', '1.0', { schema_id: { namespace: 'granola', name: 'step-count', version: '1.0' } }),
      },
      '[1].header.schema_id',
    ],
    ['an unknown version', { ...steps(), header: header('step-count', '9.0') }, '[1].header.schema_id.version'],
    ['no schema', { ...steps(), header: {} }, '[1].header.schema_id'],
    ['no body', { header: header('step-count', '3.0') }, '[1].body'],
    ['no time', steps({ effective_time_frame: undefined }), '[1].body.effective_time_frame'],
    [
      'a moment for a count',
      steps({ effective_time_frame: { date_time: HOUR.start_date_time } }),
      '[1].body.effective_time_frame',
    ],
    [
      'a moment and a time',
      steps({ effective_time_frame: { date_time: HOUR.start_date_time, time_interval: HOUR } }),
      '[1].body.effective_time_frame',
    ],
    [
      'only a start',
      steps(when({ start_date_time: HOUR.start_date_time })),
      '[1].body.effective_time_frame.time_interval',
    ],
    [
      'a time without offset',
      steps(when({ ...HOUR, start_date_time: '2026-03-10T09:00:00' })),
      '[1].body.effective_time_frame.time_interval.start_date_time',
    ],
    ['text for a number', steps({ step_count: { value: '612', unit: 'steps' } }), '[1].body.step_count'],
    ['another unit', steps({ step_count: { value: 612, unit: 'step' } }), '[1].body.step_count'],
    ['more steps than a day holds', steps({ step_count: { value: 120_001, unit: 'steps' } }), '[1].body'],
    ['an average', steps({ descriptive_statistic: 'average' }), '[1].body.descriptive_statistic'],
    ['two days in one', steps(when({ ...HOUR, end_date_time: '2026-03-12T09:00:00Z' })), '[1].body'],
    ['a number', 7, '[1]'],
  ])('%s', (_name, document, path) => {
    const { observations, refused } = parse([steps(), document]);
    expect([observations.length, refused.map((r) => r.path)]).toEqual([1, [path]]);
    expect(refused[0]?.message).not.toMatch(/612|120001/);
  });

  it.each([[[]], [{}], [{ step_count: 6000 }], ['text'], [null], [[1, 2]]])('%j is none of its kind', (payload) => {
    expect(() => parse(payload)).toThrow(VendorPayloadError);
  });
});
