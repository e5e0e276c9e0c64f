import { invalid } from '../../platform/http/domain-error.js';
import { findWrongDay, type TreatmentFacts } from './treatment.js';
import type { NewTreatment } from './treatments.schema.js';

type Of<Kind> = Omit<Extract<NewTreatment, { kind: Kind }>, 'id' | 'label'>;

/** What somebody of the team has written. @throws DomainError INVALID_INPUT for days that cannot be meant */
export function readBody(body: Of<'dose'> | Of<'procedure'>, today: string): TreatmentFacts {
  const wrong = findWrongDay(body, today);
  if (wrong) throw invalid([wrong]);
  const { on, until } = body;
  const days = { on, onExact: 'day', untilExact: 'day', planned: false } as const;
  if (body.kind === 'dose') return { kind: 'dose', what: body.medication, dose: body.dose, until, ...days };
  // Done on one day, however that was said.
  return { kind: 'procedure', what: body.text, dose: null, until: until === on ? null : until, ...days };
}
