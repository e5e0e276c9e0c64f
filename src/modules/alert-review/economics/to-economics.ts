import {
  ACTED_ON,
  ENDS,
  isRaised,
  judgeOutcome,
  type Kind,
  KIND_NAMES,
  type RuleSettings,
} from '../../alerts/index.js';
import { HELD_BACK, type HeldBack } from '../held-back.js';
import type { AnswersRow, countHeldBack, FiguresRow, Period } from './economics.repository.js';
import type { AlertEconomics } from './economics.schema.js';
import { type Answers, proposeRetune } from './propose-retune.js';

const DAY_MS = 86_400_000;
/** Outcomes that say that there was nothing to tell. */
const NOTHING_THERE = ENDS.filter((one) => judgeOutcome(one) === 'false');
const SILENT_DAYS = 90;
/** What a team can look at without learning to look away: one item per patient in twenty days (issue of alerts). */
const GOAL_PER_PATIENT_DAY = 0.05;

/** A rate over fewer is a number about nobody. */
const LEAST_PATIENT_DAYS = 30;

interface Books extends Period {
  readonly days: number;
  readonly figures: readonly FiguresRow[];
  /** Of the last 30 days. */
  readonly lately: readonly AnswersRow[];
  readonly heldBack: Awaited<ReturnType<typeof countHeldBack>>;
  readonly lastFired: ReadonlyMap<Kind, Date>;
  readonly patientDays: number;
  readonly rules: Readonly<Record<Kind, RuleSettings>>;
}

export function toEconomics(books: Books): AlertEconomics {
  const { from, to, days, figures, lately, patientDays, rules } = books;
  const ofAll = (rows: readonly FiguresRow[], kind: Kind | null) =>
    rows.find((row) => row.kind === kind && row.scope === null);
  const silentSince = to.getTime() - SILENT_DAYS * DAY_MS;
  const kinds = KIND_NAMES.map((kind) => {
    const parts = figures.filter((row) => row.kind === kind && row.scope !== null);
    const lastFired = books.lastFired.get(kind);
    return {
      kind,
      ...toFigures(ofAll(figures, kind), patientDays),
      isOn: rules[kind].on,
      heldBack: heldBackOf(kind, books.heldBack),
      lastFiredAt: lastFired?.toISOString() ?? null,
      isSilent: isRaised(kind) && rules[kind].on && (lastFired === undefined || lastFired.getTime() < silentSince),
      rules: parts.length < 2 ? [] : parts.map((row) => toPart(row, patientDays)),
    };
  });
  return {
    from: from.toISOString(),
    to: to.toISOString(),
    days,
    patientDays: Math.round(patientDays * 10) / 10,
    goalPerPatientDay: GOAL_PER_PATIENT_DAY,
    total: toFigures(ofAll(figures, null), patientDays),
    kinds: kinds.sort((a, b) => b.fired - a.fired),
    proposals: lately.flatMap((row) => proposeRetune(toAnswers(row), rules[row.kind]) ?? []),
  };
}

const NOTHING: Omit<FiguresRow, 'outcomes'> = {
  kind: null,
  domain: null,
  scope: null,
  programme: null,
  version: null,
  fired: 0,
  ofPatients: 0,
  open: 0,
  answered: 0,
  p50: null,
  p90: null,
  snoozed: 0,
};
const NO_OUTCOMES: FiguresRow['outcomes'] = {
  contacted: 0,
  'plan-changed': 0,
  'visit-done': 0,
  'already-known': 0,
  'no-action-needed': 0,
  'life-event': 0,
  'false-alarm': 0,
  'data-problem': 0,
  cleared: 0,
};

const sum = (outcomes: FiguresRow['outcomes'], of: readonly (keyof FiguresRow['outcomes'])[]) =>
  of.reduce((total, one) => total + outcomes[one], 0);

function toFigures(row: FiguresRow | undefined, patientDays: number) {
  const { fired, ofPatients, outcomes, open, answered, p50, p90, snoozed } = row ?? {
    ...NOTHING,
    outcomes: NO_OUTCOMES,
  };
  const actedOn = sum(outcomes, ACTED_ON);
  return {
    fired,
    actedOn,
    precision: fired === 0 ? null : actedOn / fired,
    outcomes,
    open,
    answered,
    minutesToAnswer: { p50, p90 },
    snoozed,
    perPatientDay: patientDays >= LEAST_PATIENT_DAYS ? ofPatients / patientDays : null,
  };
}

const toPart = (row: FiguresRow, patientDays: number) => ({
  domain: row.domain ?? '',
  from: row.scope ?? 'default',
  programme: row.programme,
  version: row.version,
  ...toFigures(row, patientDays),
});

function heldBackOf(kind: Kind, counted: Books['heldBack']) {
  const of = (reason: string) => counted.find((one) => one.kind === kind && one.reason === reason)?.n ?? 0;
  return Object.fromEntries(HELD_BACK.map((one) => [one, of(one)])) as Record<HeldBack, number>;
}

const toAnswers = ({ outcomes, ...row }: AnswersRow): Answers => ({
  ...row,
  actedOn: sum(outcomes, ACTED_ON),
  cleared: outcomes.cleared,
  nothingThere: sum(outcomes, NOTHING_THERE),
  notNeeded: sum(outcomes, ['already-known', 'no-action-needed', 'life-event']),
});
