import { foldText } from '../../../src/metrics/index.js';
import type { Day, Treatment } from '../api/types.js';
import { momentFrom, sayOnPage } from '../words/index.js';

/** now: taken or done today. later: planned. lapsed: was planned, and nobody has said that it came. past: over. */
export type Stand = 'now' | 'later' | 'lapsed' | 'past';
export interface Listed {
  treatment: Treatment;
  stand: Stand;
}

/** "Pregabalin 75 mg twice daily" */
export const nameOf = (treatment: Treatment): string =>
  treatment.kind === 'dose' ? `${treatment.medication} ${treatment.dose ?? ''}`.trim() : treatment.text;

/** What is so comes first, then what is to come or should have, then what was; each in the order of the server, newest first. */
export function listTreatments(items: readonly Treatment[], today: Day): Listed[] {
  const all = items.map((treatment) => ({ treatment, stand: standOf(treatment, today) }));
  return (['now', 'later', 'lapsed', 'past'] as const).flatMap((stand) => all.filter((one) => one.stand === stand));
}

function standOf(treatment: Treatment, today: Day): Stand {
  const { kind, on, until } = treatment;
  if (treatment.planned) return isLapsed(treatment, today) ? 'lapsed' : 'later';
  if (on !== null && on > today) return 'later';
  if (kind === 'dose') return until === null || until >= today ? 'now' : 'past';
  return (until ?? on ?? '') >= today ? 'now' : 'past';
}

/** Somewhen in a month is not over before the month is. */
function isLapsed({ kind, on, until, onExact }: Treatment, today: Day): boolean {
  if (on === null) return false;
  const length = { year: 4, month: 7, day: 10 }[onExact];
  return on.slice(0, length) < today.slice(0, length) && (kind === 'dose' || (until ?? '') < today);
}

/** A dose of which all is known that a correction must say. */
export type KnownDose = Treatment & { kind: 'dose'; dose: string; on: Day };

/** Doses of the same medication that go on while a new one begins: as a rule the new one takes their place. */
export const goingOn = (items: readonly Treatment[], next: { medication: string; on: Day }): KnownDose[] =>
  items.filter(
    (one): one is KnownDose =>
      one.kind === 'dose' &&
      !one.planned &&
      one.dose !== null &&
      one.until === null &&
      one.on !== null &&
      one.on < next.on &&
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
  const when = sayOnPage('treatment.when', { when: how, from, to });
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
