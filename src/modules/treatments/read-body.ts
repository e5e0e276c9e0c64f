import { invalid } from '../../platform/http/domain-error.js';
import { findWrongChange, findWrongDay, type TreatmentFacts } from './treatment.js';
import type { NewTreatment, TreatmentChange } from './treatments.schema.js';

/** Leaves the two kinds two. */
type Without<Body, Name extends string> = Body extends unknown ? Omit<Body, Name> : never;

/** What somebody of the team has written. @throws DomainError INVALID_INPUT for days that cannot be meant */
export function readBody(body: Without<NewTreatment, 'id' | 'label'>, today: string): TreatmentFacts {
  const wrong = findWrongDay(body, today);
  if (wrong) throw invalid([wrong]);
  const { on, until } = body;
  if (body.kind === 'dose') return { kind: 'dose', what: body.medication, dose: body.dose, on, until, ...BY_PEOPLE };
  return { kind: 'procedure', what: body.text, dose: null, on, until: ofOneDay(on, until), ...BY_PEOPLE };
}

/**
 * What it becomes: of what the change leaves out, all as it is. A day that came wrong from somebody else stands in nobody's
 * way who changes something else.
 *
 * @throws DomainError INVALID_INPUT for days that cannot be meant
 */
export function readChange(
  change: Without<TreatmentChange, 'version' | 'label'>,
  before: TreatmentFacts,
  today: string,
): TreatmentFacts {
  const on = change.on ?? before.on;
  const until = change.until === undefined ? before.until : change.until;
  const wrong = findWrongDay({ on: change.on, until: change.until }, today) ?? findWrongChange(change, { on, until });
  if (wrong) throw invalid([wrong]);
  if (change.kind === 'dose')
    return {
      kind: 'dose',
      what: change.medication ?? before.what,
      dose: change.dose ?? before.dose,
      on,
      until,
      ...BY_PEOPLE,
    };
  return {
    kind: 'procedure',
    what: change.text ?? before.what,
    dose: null,
    on,
    until: ofOneDay(on, until),
    ...BY_PEOPLE,
  };
}

/** People of the team say days, and what is so; what they leave as it was stays as exact as it was (`writeTreatment`). */
const BY_PEOPLE = { onExact: 'day', untilExact: 'day', planned: false } as const;

/** Done on one day, however that was said. */
const ofOneDay = (on: string | null, until: string | null): string | null => (until === on ? null : until);
