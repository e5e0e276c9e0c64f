import { foldText, standOn, type Stand } from '../../../src/metrics/index.js';
import type { Day, Treatment } from '../api/types.js';
import { dayFrom, sayOnPage } from '../words/index.js';

export interface Listed {
  treatment: Treatment;
  stand: Stand;
}

/** "Pregabalin 75 mg twice daily" */
export const nameOf = (treatment: Treatment): string =>
  treatment.kind === 'dose' ? `${treatment.medication} ${treatment.dose ?? ''}`.trim() : treatment.text;

/** What is so comes first, then what is to come, then what was; each in the order of the server, newest first. */
export function listTreatments(items: readonly Treatment[], today: Day): Listed[] {
  const all = items.map((treatment) => ({ treatment, stand: standOf(treatment, today) }));
  return (['now', 'later', 'past'] as const).flatMap((stand) => all.filter((one) => one.stand === stand));
}

/** A procedure without a last day was done on one day; one of which nobody knows the day is over. */
function standOf({ kind, on, until }: Treatment, today: Day): Stand {
  if (kind === 'procedure' && on === null && until === null) return 'past';
  return standOn({ on, until: until ?? (kind === 'procedure' ? on : null) }, today);
}

/** A dose that has no last day yet. */
export type GoingOn = Treatment & { kind: 'dose'; until: null };

/** Doses of the same medication that go on while a new one begins: as a rule the new one takes their place. */
export const goingOn = (items: readonly Treatment[], next: { medication: string; on: Day }): GoingOn[] =>
  items.filter(
    (one): one is GoingOn =>
      one.kind === 'dose' &&
      one.until === null &&
      (one.on === null || one.on < next.on) &&
      foldText(one.medication) === foldText(next.medication),
  );

/** "since 7 Nov", "7 Nov to 20 Nov" */
export function whenWords({ treatment: { kind, on, until }, stand }: Listed, today: Day): string {
  const facts = { from: on && dayFrom(on, today), to: until && dayFrom(until, today) };
  const open = kind === 'procedure' ? 'on' : stand === 'later' ? 'from' : 'since';
  const when = on === null ? (until === null ? 'unknown' : 'until') : until === null ? open : 'span';
  // By the rule of days it is over; it may still be taken today.
  const lastDay = kind === 'dose' && until === today;
  return sayOnPage('treatment.when', { when, ...facts, lastDay: String(lastDay) });
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
