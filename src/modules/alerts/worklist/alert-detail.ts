import { addDays } from '../../../metrics/index.js';
import type { Caller } from '../../../platform/auth/caller.js';
import { findCareRecipients } from '../../../platform/sockets/deliveries.js';
import { findLane, toLaneEvent } from '../../lane/index.js';
import { findZones } from '../../patients/index.js';
import { findOvertaken } from '../acts/find-overtaken.js';
import type { EventRow } from '../lifecycle/alert-events.repository.js';
import { findEvents } from '../lifecycle/alert-events.repository.js';
import { isUndoable, undoableUntil } from '../lifecycle/decide-undo.js';
import { findRulesFor } from '../rules/alert-rules.repository.js';
import type { RuleSettings } from '../rules/alert-rule.schema.js';
import { findEffectiveRule } from '../rules/effective-rule.js';
import { findSuppressionsOf } from '../suppression/suppression-list.repository.js';
import { toSuppression } from '../suppression/to-suppression.js';
import { toAlertRow, toSnooze } from './alert-view.js';
import { findPeople, findRule } from './detail.repository.js';
import type { AlertRow } from './worklist.repository.js';

/** Days before a concern that its lane begins with. */
const LANE_DAYS = 60;

/** Everything about one alert, in the transaction that is open. */
export async function findDetail(row: AlertRow, caller: Caller, now: Date) {
  const { id, patientId, evidence } = row;
  const { settings } = findEffectiveRule(await findRulesFor(patientId), row);
  const events = await findEvents(id);
  const undone = new Set(events.map((event) => event.undoes));
  const begins = evidence.type === 'trend' ? (evidence.baseline?.from ?? row.since) : row.since;
  const from = [begins, addDays(row.since, -LANE_DAYS)].sort()[0]!;
  const people = await findPeople(id, await findCareRecipients(patientId));
  return {
    ...toAlertRow(row),
    evidence,
    patientSentence: row.patientSentence,
    timeline: await toTimeline(events, {
      alertId: id,
      personId: caller.personId,
      now,
      withinMinutes: settings.undoWithinMinutes,
    }),
    lane: patientId === null ? [] : await laneOf(caller, patientId, from),
    clears: {
      afterDays: settings.clearAfterDays,
      threshold: evidence.type === 'prom' ? nearestThreshold(evidence, settings.thresholds) : null,
      absentSince: row.absentSince?.toISOString() ?? null,
      clearsAt: row.clearsAt?.toISOString() ?? null,
    },
    people: people.map(({ snoozedAt, snoozedUntil, ...person }) => ({
      ...person,
      toldAt: person.toldAt?.toISOString() ?? null,
      deliveredAt: person.deliveredAt?.toISOString() ?? null,
      seenAt: person.seenAt?.toISOString() ?? null,
      snooze: toSnooze(snoozedAt, snoozedUntil),
    })),
    answers: events.filter((event) => event.kind === 'answered' && !undone.has(event.id)).map(toAnswer),
    suppressions: (await findSuppressionsOf(id)).map(toSuppression),
    rule: await findRule(row.ruleId),
  };
}

/** From which score on a report is of concern at all: the next one on the other side of it ends the alert. */
function nearestThreshold(
  { instrument, comparator, threshold }: Extract<AlertRow['evidence'], { type: 'prom' }>,
  thresholds: RuleSettings['thresholds'],
): number {
  const scores = thresholds
    .filter((one) => one.instrument === instrument && one.comparator === comparator)
    .map(({ score }) => score);
  if (scores.length === 0) return threshold;
  return comparator === 'at-least' ? Math.min(...scores) : Math.max(...scores);
}

const laneOf = async (caller: Caller, patientId: string, from: string) =>
  (await findLane(caller, patientId, await findZones(patientId), { from, to: null })).map(toLaneEvent);

const toAnswer = (event: EventRow) => ({
  at: event.at.toISOString(),
  by: event.detail?.by ?? 'patient',
  answer: event.detail?.answer ?? 'other',
  words: event.note,
});

interface Undoing {
  readonly alertId: string;
  readonly personId: string | null;
  readonly now: Date;
  readonly withinMinutes: number;
}

async function toTimeline(events: readonly EventRow[], undoing: Undoing) {
  const undoable = await findUndoable(events, undoing);
  return events.map((event) => ({
    id: event.id,
    at: event.at.toISOString(),
    kind: event.kind,
    by: event.by,
    byPersonId: event.personId,
    note: event.note,
    sentence: event.sentence,
    to: event.detail?.to ? { person: event.toName, discipline: event.detail.to.discipline } : null,
    until: event.detail?.until ?? null,
    answer: event.detail?.answer ?? null,
    undoes: event.undoes,
    undoableUntil: undoable.get(event.id) ?? null,
  }));
}

/** Until when each of one's own acts may be taken back, of those that may. */
async function findUndoable(events: readonly EventRow[], { alertId, personId, now, withinMinutes }: Undoing) {
  const undone = new Set(events.map((event) => event.undoes));
  const found = new Map<number, string>();
  for (const event of events) {
    if (!isUndoable(event.kind) || event.personId !== personId || undone.has(event.id)) continue;
    const until = undoableUntil(event.at, withinMinutes);
    if (until <= now || (await findOvertaken(alertId, event, events))) continue;
    found.set(event.id, until.toISOString());
  }
  return found;
}
