import { ApiError } from '../../api/client.js';
import type { Day, Treatment } from '../../api/types.js';
import { sayOnPage } from '../../words/index.js';

/** A dose or procedure as it is filled in. `what`: the medication, or what was done. */
export interface TreatmentDraft {
  kind: Treatment['kind'];
  what: string;
  dose: string;
  on: Day;
  until: Day;
  label: NonNullable<Treatment['label']> | '';
}
export type TreatmentProblems = Partial<Record<'what' | 'dose' | 'on' | 'until' | 'label', string>>;

export const emptyDraft = (today: Day): TreatmentDraft => ({
  kind: 'dose',
  what: '',
  dose: '',
  on: today,
  until: '',
  label: '',
});

export const draftOf = (treatment: Treatment): TreatmentDraft => ({
  kind: treatment.kind,
  what: treatment.kind === 'dose' ? treatment.medication : treatment.text,
  dose: treatment.kind === 'dose' ? (treatment.dose ?? '') : '',
  on: treatment.on ?? '',
  until: treatment.until ?? '',
  label: treatment.label ?? '',
});

/** What is wrong, by field: all of it at once. */
export function problemsOf({ kind, what, dose, on, until }: TreatmentDraft): TreatmentProblems {
  const problems: TreatmentProblems = {};
  if (!what.trim()) problems.what = sayOnPage(kind === 'dose' ? 'treatment.needsMedication' : 'treatment.needsWhat');
  if (kind === 'dose' && !dose.trim()) problems.dose = sayOnPage('treatment.needsDose');
  if (!on) problems.on = sayOnPage('treatment.needsDay');
  else if (until && until < on) problems.until = sayOnPage('treatment.endsBefore');
  return problems;
}

/** What the server takes; only of a draft without problems. */
export function bodyOf({ kind, what, dose, on, until, label }: TreatmentDraft) {
  const days = { on, until: until || null, label: label || null };
  return kind === 'dose'
    ? { kind, medication: what.trim(), dose: dose.trim(), ...days }
    : { kind, text: what.trim(), ...days };
}

const FIELDS: Readonly<Record<string, keyof TreatmentProblems>> = {
  medication: 'what',
  text: 'what',
  dose: 'dose',
  on: 'on',
  until: 'until',
  label: 'label',
};

/** What the server says of a field, beside that field. */
export function serverProblems(error: Error | null): TreatmentProblems {
  const problems: TreatmentProblems = {};
  for (const { path, message } of error instanceof ApiError ? error.errors : []) {
    const field = FIELDS[path];
    if (field) problems[field] ??= sayOnPage('treatment.serverSays', { message });
  }
  return problems;
}
