import { foldText, standOn, type Stand } from '../../../src/metrics/index.js';
import type { Day, Treatment } from '../api/types.js';
import { momentFrom, sayOnPage } from '../words/index.js';

/** As days say, besides: planned and past its day, and nobody has said that it came. */
export type ListedStand = Stand | 'lapsed';
export interface Listed {
  treatment: Treatment;
  stand: ListedStand;
}

/** "Pregabalin 75 mg twice daily" */
export const nameOf = (treatment: Treatment): string =>
  treatment.kind === 'dose' ? `${treatment.medication} ${treatment.dose ?? ''}`.trim() : treatment.text;

/** What is so comes first, then what is to come or should have, then what was; each in the order of the server, newest first. */
export function listTreatments(items: readonly Treatment[], today: Day): Listed[] {
  const all = items.map((treatment) => ({ treatment, stand: standOf(treatment, today) }));
  return (['now', 'later', 'lapsed', 'past'] as const).flatMap((stand) => all.filter((one) => one.stand === stand));
}

/** A procedure without a last day was done on one day; one of which nobody knows the day is over. */
function standOf(treatment: Treatment, today: Day): ListedStand {
  const { kind, on, until } = treatment;
  if (treatment.planned) return isLapsed(treatment, today) ? 'lapsed' : 'later';
  if (kind === 'procedure' && on === null && until === null) return 'past';
  return standOn({ on, until: until ?? (kind === 'procedure' ? on : null) }, today);
}

/** Somewhen in a month is not over before the month is. */
function isLapsed({ kind, on, until, onExact }: Treatment, today: Day): boolean {
  if (on === null) return false;
  const length = { year: 4, month: 7, day: 10 }[onExact];
  return on.slice(0, length) < today.slice(0, length) && (kind === 'dose' || (until ?? '') < today);
}

/** A dose that has no last day yet. */
export type GoingOn = Treatment & { kind: 'dose'; until: null };

/** Doses of the same medication that go on while a new one begins: as a rule the new one takes their place. */
export const goingOn = (items: readonly Treatment[], next: { medication: string; on: Day }): GoingOn[] =>
  items.filter(
    (one): one is GoingOn =>
      one.kind === 'dose' &&
      !one.planned &&
      one.until === null &&
      (one.on === null || one.on < next.on) &&
      foldText(one.medication) === foldText(next.medication),
  );

/** "since 7 Nov", "7 Nov to 20 Nov", "since Nov 2026", "was planned for 7 Nov" */
export function whenWords({ treatment, stand }: Listed, today: Day): string {
  const { kind, on, until, planned } = treatment;
  const from = on && momentFrom(on, treatment.onExact, today);
  const to = until && momentFrom(until, treatment.untilExact, today);
  const open = kind === 'procedure' ? 'on' : stand === 'later' || planned ? 'from' : 'since';
  const span = from === to ? 'on' : 'span';
  const how = on === null ? (until === null ? 'unknown' : 'until') : until === null ? open : span;
  // By the rule of days it is over; it may still be taken today.
  const lastDay = kind === 'dose' && until === today && !planned;
  const when = sayOnPage('treatment.when', { when: how, from, to, lastDay: String(lastDay) });
  return planned ? sayOnPage('treatment.planned', { lapsed: String(stand === 'lapsed'), how, when }) : when;
}

/** "Pregabalin 75 mg. Days: 7 Nov to 20 Nov. Protected: psychology." All that can be changed about it. */
export const sayAll = (treatment: Treatment, today: Day): string =>
  sayOnPage('treatment.whole', {
    name: nameOf(treatment),
    when: whenWords({ treatment, stand: standOf(treatment, today) }, today),
    label: treatment.label ?? 'none',
  });

/** Medications by the names that are in use: written another way, a change of dose is not seen as one. */
export const medicationsIn = (items: readonly Treatment[]): string[] => {
  const names = items.flatMap((item) => (item.kind === 'dose' ? [item.medication] : []));
  return names.filter((name, i) => names.findIndex((one) => foldText(one) === foldText(name)) === i);
};
