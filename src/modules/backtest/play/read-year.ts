import { addDays, daysBetween, startOfDay } from '../../../metrics/index.js';
import {
  ConcernReplay,
  factsOf,
  findPastHolds,
  findPastItems,
  findPastReports,
  findRulesFor,
  findUsualHours,
  type PastItem,
  type RuleVersion,
} from '../../alerts/index.js';
import { isConsented } from '../../consents/index.js';
import { findZones } from '../../patients/index.js';
import { findBudget, findJudgement, findLife, findPastJudgement, type JudgedBy } from '../../trends/index.js';
import type { Change } from '../backtest.schema.js';
import type { PlayedYear } from '../tally.js';
import type { DatedItem } from './compare-items.js';
import { findDealtWith } from './dealt-with.js';
import { dayOf, type Judgement, type Played, playPatient, WARM_UP_DAYS } from './play-patient.js';
import { proposeRules } from './propose-rules.js';

export interface Period {
  readonly from: string;
  readonly to: string;
}

/** What is the same for all patients of a clinic. */
export interface ClinicYear {
  readonly clinicId: string;
  readonly change: Change;
  readonly period: Period;
  readonly judgedBy: { readonly before: JudgedBy; readonly after: JudgedBy };
  readonly usualHours: number | null;
  /** Alerts about the clinic itself. */
  readonly clinicWide: readonly PastItem[];
}

/** The very first day that is played, at the very first moment it began anywhere. */
const sinceOf = ({ from }: Period) => new Date(startOfDay('Pacific/Kiritimati', addDays(from, -WARM_UP_DAYS)));

/** In the clinic that is open. */
export async function readClinicYear(clinicId: string, change: Change, period: Period): Promise<ClinicYear> {
  const since = sinceOf(period);
  const judgedBy =
    change.of === 'budget'
      ? { before: await findJudgement(await findBudget()), after: await findJudgement(change.budgetPerPatientMonth) }
      : await findPastJudgement({ from: since.toISOString().slice(0, 10), to: period.to }).then((one) => ({
          before: one,
          after: one,
        }));
  return {
    clinicId,
    change,
    period,
    judgedBy,
    usualHours: await findUsualHours(since),
    clinicWide: await findPastItems(null, since),
  };
}

/** Plays one patient, or the clinic itself (null), without asking anybody. */
export async function playYear(
  year: ClinicYear,
  patientId: string | null,
  { played, items, judgements }: Past,
  pause: () => Promise<void>,
): Promise<PlayedYear> {
  const begin = (name: 'before' | 'after', { rules }: Judgement) =>
    new ConcernReplay({
      patientId,
      rules,
      clinicWideAt: (at) => (name === 'after' && hidesNothing(year.change) ? [] : presentAt(year.clinicWide, at)),
      dealtWithAt: (item) => findDealtWith(items, item, year.usualHours),
    });
  const { before, after } = await playPatient(played, judgements, begin, pause);
  return toPlayedYear(played, items, { before, after });
}

/** What is known of one patient, or of the clinic itself (null). */
export interface Past {
  readonly played: Played;
  readonly items: readonly PastItem[];
  readonly judgements: Readonly<Record<'before' | 'after', Judgement>>;
}

/** In the clinic that is open. Null: not to be looked at. */
export async function readPast(year: ClinicYear, patientId: string | null): Promise<Past | null> {
  // Asked again: it may be long since the list was made.
  if (patientId !== null && !(await isConsented(patientId, 'monitoring'))) return null;
  const { period, change, judgedBy } = year;
  const since = sinceOf(period);
  const items = patientId === null ? year.clinicWide : await findPastItems(patientId, since);
  const holds = await findPastHolds(patientId, since);
  const rules: RuleVersion[] = await findRulesFor(patientId);
  const played: Played = {
    zones: patientId === null ? [] : await findZones(patientId),
    life:
      patientId === null
        ? null
        : await findLife(patientId, { from: addDays(period.from, -WARM_UP_DAYS), to: period.to }),
    reports: findPastReports(items, holds, 'trends'),
    period,
  };
  const judgements = {
    before: { rules, judgedBy: judgedBy.before },
    after: { rules: proposeRules(rules, change), judgedBy: judgedBy.after },
  };
  return { played, items, judgements };
}

/** A failing vendor hides what is its fault as long as its own rule is on. */
const hidesNothing = (change: Change) =>
  change.of === 'rule' && change.kind === 'vendor-outage' && change.settings?.on === false;

const presentAt = (items: readonly PastItem[], at: Date) =>
  items
    .filter(
      ({ raisedAt, resolvedAt, cleared }) => raisedAt <= at && (!cleared || resolvedAt === null || resolvedAt > at),
    )
    .map(factsOf);

function toPlayedYear(
  played: Played,
  items: readonly PastItem[],
  sides: { readonly before: DatedItem[]; readonly after: DatedItem[] },
): PlayedYear {
  const { life, period } = played;
  const isIn = ({ on }: { readonly on: string }) => on >= period.from && on <= period.to;
  const first = life && life.firstDay > period.from ? life.firstDay : period.from;
  return {
    days: life ? Math.max(0, daysBetween(first, period.to) + 1) : 0,
    before: sides.before.filter(isIn),
    after: sides.after.filter(isIn),
    really: items,
    raised: items.filter(({ concern, raisedAt }) => isIn({ on: dayOf({ concern, at: raisedAt }, played) })),
  };
}
