import { describe, expect, it } from '@jest/globals';
import { readPayload } from './read-payload.js';

const of = {
  patientId: '0b0e5a54-0a4c-4c38-9f3f-0d6f3d3c9a11',
  receivedMs: Date.parse('2026-11-01T00:00:00Z'),
  zones: [{ sinceMs: -Infinity, zone: 'Europe/Berlin' }],
};
/** From Berlin to Tokyo: eight hours are in nobody's day, and the times in them are read by the old clock. */
const journey = [...of.zones, { sinceMs: Date.parse('2026-03-03T12:00:00Z'), zone: 'Asia/Tokyo' }];
const refused = (vendor: string, payload: unknown, zones = of.zones) =>
  readPayload(vendor, payload, { ...of, zones })
    .readings.filter(({ contradicts }) => contradicts)
    .map(({ path }) => path);

const days = (...values: string[]) => values.map((value) => ({ dateTime: '2026-03-03', value }));
const minutes = (...dataset: [time: string, value: number][]) => ({
  'activities-steps': days('500'),
  'activities-steps-intraday': {
    dataset: dataset.map(([time, value]) => ({ time, value })),
    datasetInterval: 1,
    datasetType: 'minute',
  },
});
const interval = { startTime: '2026-03-03T09:00:00Z', endTime: '2026-03-03T09:01:00Z' };
const point = (count: string, name?: string) => ({
  ...(name === undefined ? {} : { name }),
  steps: { interval, count },
});
const night = (name: string, end: string, updateTime: string) => ({
  name,
  sleep: { interval: { startTime: '2026-03-03T22:00:00Z', endTime: end }, updateTime },
});

describe('another value of a moment that the payload has given already', () => {
  it.each<[string, string, unknown, string[]]>([
    ['a day of Fitbit', 'fitbit', { 'activities-steps': days('100', '200', '100') }, ['activities-steps[1].value']],
    [
      'a minute of Fitbit',
      'fitbit',
      minutes(['10:00:00', 7], ['10:00:00', 9], ['10:01:00', 9]),
      ['activities-steps-intraday.dataset[1].value'],
    ],
    [
      'a minute of Fitbit that jumps back where no hour came twice',
      'fitbit',
      minutes(['10:00:00', 7], ['10:01:00', 9], ['10:00:00', 9]),
      ['activities-steps-intraday.dataset[2].value'],
    ],
    ['an interval of Google Health', 'google-health', { dataPoints: [point('84'), point('99'), point('84')] }, ['dataPoints[1].steps.count']], // prettier-ignore
    ['whatever it is called', 'google-health', { dataPoints: [point('84', 'a'), point('99', 'b')] }, ['dataPoints[1].steps.count']], // prettier-ignore
  ])('is found by its place: %s', (_name, vendor, payload, paths) => {
    expect(refused(vendor, payload)).toEqual(paths);
  });

  it('is not a minute of the hour that comes twice in autumn', () => {
    const payload = minutes(['02:00:00', 7], ['02:59:00', 8], ['02:00:00', 9]);
    payload['activities-steps'] = [{ dateTime: '2026-10-25', value: '500' }];
    expect(refused('fitbit', payload)).toEqual([]);
  });

  it('is not a time that a journey left out: it never was, and does not meet one after it', () => {
    const left = minutes(['13:59:00', 0], ['14:00:00', 7], ['22:00:00', 9]);
    const read = readPayload('fitbit', left, { ...of, zones: journey });
    expect(read.readings.map(({ path, observation }) => [path, observation.valueText])).toEqual([
      ['activities-steps[0].value', '500'],
      ['activities-steps-intraday.dataset[2].value', '9'],
    ]);
    expect(read.refused.map(({ path }) => path)).toEqual(['activities-steps-intraday.dataset[1]']);
    expect(read.skipped).toEqual([{ kind: 'minute that the clock skipped', count: 1 }]);
    expect(refused('fitbit', left, journey)).toEqual([]);
  });

  it('is not a newer revision of a log', () => {
    const [at, end] = ['2026-03-04T07:00:00Z', '2026-03-04T06:00:00Z'];
    const payload = { dataPoints: [night('n', end, at), night('n', end, '2026-03-04T08:00:00Z')] };
    expect(refused('google-health', payload)).toEqual([]);
  });
});
