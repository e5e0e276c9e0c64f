import { ApiError } from '../../api/client.js';
import type { Day, Treatment } from '../../api/types.js';
import { sayOnPage, serverFieldWords } from '../../words/index.js';

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

/**
 * What is wrong, by field: all of it at once. What was not known when the form was opened need not be said to change the rest.
 *
 * @param opened - what the fields began with; null: a new one
 */
export function problemsOf(draft: TreatmentDraft, opened: TreatmentDraft | null = null): TreatmentProblems {
  const { kind, on, until } = draft;
  const lacks = (name: 'what' | 'dose' | 'on') => !draft[name].trim() && (!opened || opened[name] !== draft[name]);
  const problems: TreatmentProblems = {};
  if (lacks('what')) problems.what = sayOnPage(kind === 'dose' ? 'treatment.needsMedication' : 'treatment.needsWhat');
  if (kind === 'dose' && lacks('dose')) problems.dose = sayOnPage('treatment.needsDose');
  if (lacks('on')) problems.on = sayOnPage('field.needsDay');
  else if (on && until && until < on && (opened?.on !== on || opened.until !== until))
    problems.until = sayOnPage('field.endsBefore');
  return problems;
}

/** What the server takes of a new one; only of a draft without problems. */
export function bodyOf({ kind, what, dose, on, until, label }: TreatmentDraft) {
  const days = { on, until: until || null, label: label || null };
  return kind === 'dose'
    ? { kind, medication: what.trim(), dose: dose.trim(), ...days }
    : { kind, text: what.trim(), ...days };
}

/** Of a correction: what is another now, and nothing else. Only of a draft without problems. */
export function changedBody(opened: TreatmentDraft, draft: TreatmentDraft) {
  const { kind } = draft;
  const { what, dose, on, until, label } = changedIn(opened, draft);
  const rest = {
    ...(on === undefined ? {} : { on }),
    ...(until === undefined ? {} : { until: until || null }),
    ...(label === undefined ? {} : { label: label || null }),
  };
  if (kind === 'procedure') return { kind, ...(what === undefined ? {} : { text: what.trim() }), ...rest };
  return {
    kind,
    ...(what === undefined ? {} : { medication: what.trim() }),
    ...(dose === undefined ? {} : { dose: dose.trim() }),
    ...rest,
  };
}

const changedIn = (opened: TreatmentDraft, draft: TreatmentDraft): Partial<TreatmentDraft> =>
  Object.fromEntries(Object.entries(draft).filter(([name, value]) => value !== opened[name as keyof TreatmentDraft]));

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
    if (field) problems[field] ??= serverFieldWords(message);
  }
  return problems;
}
