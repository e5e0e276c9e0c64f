import { civilDayOf, daysBetween, syncStateOf } from '../../metrics/index.js';
import type { CareTeamRow } from './care-team/care-team.repository.js';
import type { DecisionRow } from '../consents/index.js';
import type { SummaryRow } from './patient-summaries.repository.js';
import type { SprintView } from './sprints.repository.js';
import { countWornDays, WORN_WINDOW_DAYS } from './worn-days.js';

interface Device {
  readonly sourceId: number;
  readonly system: string;
  readonly device: string;
  readonly kind: 'watch' | 'phone' | 'form' | 'file' | 'other';
  readonly lastSyncAt: Date;
  readonly newestAt: Date | null;
  /** Civil days of the patient that count, today's among them if it does. */
  readonly wornOn: readonly string[];
  readonly selfReports: boolean;
  readonly fileAt: Date | null;
}

export function toPatientSummary(row: SummaryRow, now: Date) {
  const today = civilDayOf(row.timeZone, now.getTime());
  return {
    id: row.id,
    name: `${row.givenName} ${row.familyName}`.trim(),
    birthDate: row.birthDate,
    age: row.birthDate ? ageOn(row.birthDate, today) : null,
    timeZone: row.timeZone,
    contact: row.contactId && row.contactName ? { personId: row.contactId, name: row.contactName } : null,
    course: row.course ?? 'none',
    headline: row.headline ?? null,
    lastDataAt: row.lastDataAt?.toISOString() ?? null,
    openAlerts: row.openAlerts as number | null,
    sprint:
      row.sprintId && row.startsOn && row.endsOn
        ? { id: row.sprintId, startsOn: row.startsOn, endsOn: row.endsOn, ...weeksOf(row.startsOn, row.endsOn, today) }
        : null,
  };
}

export function toPatientDetail(parts: {
  row: SummaryRow;
  version: number;
  careTeam: readonly CareTeamRow[];
  devices: readonly Device[];
  consent: Pick<DecisionRow, 'status' | 'recordedAt'> | undefined;
  sprint: SprintView | null;
  nextSprint: SprintView | null;
  now: Date;
}) {
  const today = civilDayOf(parts.row.timeZone, parts.now.getTime());
  return {
    ...toPatientSummary(parts.row, parts.now),
    version: parts.version,
    givenName: parts.row.givenName,
    familyName: parts.row.familyName,
    gender: parts.row.gender,
    email: parts.row.email,
    phone: parts.row.phone,
    language: parts.row.language,
    transferredAt: parts.row.transferredAt?.toISOString() ?? null,
    hasAccount: parts.row.hasAccount,
    careTeam: parts.careTeam.map(toMember),
    devices: parts.devices.map((device) => ({
      sourceId: device.sourceId,
      label: device.device || device.system,
      kind: device.kind,
      lastSyncAt: device.lastSyncAt.toISOString(),
      newestAt: device.newestAt?.toISOString() ?? null,
      sync: syncStateOf(
        { lastContactMs: device.lastSyncAt.getTime(), newestMs: device.newestAt?.getTime() ?? null },
        parts.now.getTime(),
      ),
      wornDays: countWornDays(device.wornOn, today),
      selfReports: device.selfReports,
      fileAt: device.fileAt?.toISOString() ?? null,
      ofDays: WORN_WINDOW_DAYS,
    })),
    consent: {
      monitoring: parts.consent?.status ?? 'none',
      recordedAt: parts.consent?.recordedAt.toISOString() ?? null,
    } as { monitoring: DecisionRow['status'] | 'none'; recordedAt: string | null } | null,
    sprint: parts.sprint,
    nextSprint: parts.nextSprint,
  };
}

function toMember({ standInId, standInName, awayUntil, ...member }: CareTeamRow) {
  const cover =
    standInId && awayUntil ? { personId: standInId, name: standInName ?? '', until: awayUntil.toISOString() } : null;
  return { ...member, cover };
}

/** @param today - where the patient is: a week ends at midnight there */
export function weeksOf(startsOn: string, endsOn: string, today: string): { week: number; weeks: number } {
  const weeks = Math.ceil((daysBetween(startsOn, endsOn) + 1) / 7);
  const week = Math.floor(daysBetween(startsOn, today) / 7) + 1;
  return { week: Math.min(Math.max(week, 1), weeks), weeks };
}

/** @param today - the civil day there, not that of UTC */
export function ageOn(birthDate: string, today: string): number {
  const years = Number(today.slice(0, 4)) - Number(birthDate.slice(0, 4));
  return today.slice(5) < birthDate.slice(5) ? years - 1 : years;
}
