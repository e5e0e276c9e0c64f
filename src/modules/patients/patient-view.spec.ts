import { expect, it } from '@jest/globals';
import { toPatientSummary } from './patient-view.js';
import type { SummaryRow } from './patient-summaries.repository.js';

/** Six weeks from a Monday to a Sunday. */
const weekOf = (timeZone: string, now: string) =>
  toPatientSummary(
    { timeZone, sprintId: 's', startsOn: '2026-03-02', endsOn: '2026-04-12' } as SummaryRow,
    new Date(now),
  ).sprint;

it.each([
  ['before its first day', 'Europe/Berlin', '2026-02-27T12:00:00Z', 1],
  ['on its first day', 'Europe/Berlin', '2026-03-02T12:00:00Z', 1],
  ['on the last evening of its first week', 'Europe/Berlin', '2026-03-08T22:59:00Z', 1],
  ['where the second week has begun, and not yet in UTC', 'Pacific/Auckland', '2026-03-08T13:00:00Z', 2],
  ['where it has not begun, and has in UTC', 'America/Los_Angeles', '2026-03-09T03:00:00Z', 1],
  ['on its last day', 'Pacific/Auckland', '2026-04-11T20:00:00Z', 6],
  ['when it is over', 'Europe/Berlin', '2026-05-01T12:00:00Z', 6],
])('the week of a sprint %s', (_name, zone, now, week) => expect(weekOf(zone, now)).toMatchObject({ week, weeks: 6 }));

it.each([
  ['the day before', 'Europe/Berlin', '2026-03-08T22:59:00Z', 45],
  ['the day, and not yet in UTC', 'Pacific/Auckland', '2026-03-08T13:00:00Z', 46],
  ['not yet, and the day in UTC', 'America/Los_Angeles', '2026-03-09T03:00:00Z', 45],
])('how old somebody is whose birthday there is %s', (_name, timeZone, now, age) =>
  expect(toPatientSummary({ timeZone, birthDate: '1980-03-09' } as SummaryRow, new Date(now)).age).toBe(age),
);
