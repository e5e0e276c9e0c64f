import { expect, it } from '@jest/globals';
import { dueDays } from './due-days.js';
import { reading } from './reading.testkit.js';

const HOUR_MS = 3_600_000;
const ZONES = new Map(
  ['a', 'b'].map((patientId) => [patientId, [{ sinceMs: Number.NEGATIVE_INFINITY, zone: 'Europe/Berlin' }]]),
);
const steps = (patientId: string, start: string, hours: number) =>
  reading(patientId, Date.parse(start), { endMs: Date.parse(start) + hours * HOUR_MS });

it('are all civil days that readings touch, each once, by patient and day: so that two commits never wait for each other', () => {
  const readings = [
    steps('b', '2026-05-14T10:00:00Z', 1),
    steps('a', '2026-05-13T10:00:00Z', 1),
    steps('a', '2026-05-11T21:30:00Z', 25),
    steps('b', '2026-05-12T10:00:00Z', 0),
    steps('a', '2026-05-13T12:00:00Z', 1),
    steps('unknown', '2026-05-13T12:00:00Z', 1),
  ];
  expect(dueDays(readings, ZONES).map(({ patientId, day }) => `${patientId} ${day}`)).toEqual([
    'a 2026-05-11',
    'a 2026-05-12',
    'a 2026-05-13',
    'b 2026-05-12',
    'b 2026-05-14',
  ]);
});

it('of what is outside the catalogue are its first and its last: of forty years of a job nobody adds up the days', () => {
  const job = reading('a', Date.parse('1986-05-11T10:00:00Z'), {
    concept: { system: 'urn:test', code: 'job', metric: null },
    endMs: Date.parse('2026-05-14T00:00:00+02:00'),
  });
  expect(dueDays([job], ZONES, new Set([job])).map(({ day }) => day)).toEqual([
    '1986-05-11',
    '2026-05-13',
    '2026-05-14',
  ]);
  expect(dueDays([job], ZONES)).toEqual([]);
});
