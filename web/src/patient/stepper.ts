/**
 * One question after another: answer, skip where the form allows it, go back, and one save at the end.
 * Answering moves on by itself only through Next: nobody's answer is taken before they saw it chosen.
 */
export interface StepperForm {
  ids: readonly string[];
  /** A diary may be answered in part, a score needs every item. */
  skippable: boolean;
}
export type Answers = Record<string, number | null>;
export type StepperPhase = 'asking' | 'saving' | 'saved' | 'waiting' | 'refused';

export interface StepperState {
  /** Made once when the form is begun: however often it is sent, it is one entry. */
  id: string;
  step: number;
  answers: Answers;
  phase: StepperPhase;
  /** The clinic has these answers already: they are being put right. */
  corrects: boolean;
  /** Why the form did not go on, in words. */
  hint: 'nothing-answered' | null;
}

export type StepperEvent =
  | { kind: 'answer'; value: number }
  | { kind: 'next' }
  | { kind: 'skip' }
  | { kind: 'back' }
  | { kind: 'saved' }
  | { kind: 'kept-for-later' }
  | { kind: 'refused' }
  | { kind: 'change' }
  | { kind: 'again'; id: string };

export const newStepper = (id: string): StepperState => ({
  id,
  step: 0,
  answers: {},
  phase: 'asking',
  corrects: false,
  hint: null,
});

/** A form that the clinic has, opened again with its answers. */
export const changeStepper = (id: string, answers: Answers): StepperState => ({
  ...newStepper(id),
  answers,
  corrects: true,
});

/** What of a form is kept for a reload. Null: nothing was said yet, or it has gone its way. */
export type StepperDraft = Pick<StepperState, 'id' | 'step' | 'answers'>;
/** Half a correction is not kept: what the clinic has stays as it is. */
export const draftOf = ({ id, step, answers, phase, corrects }: StepperState): StepperDraft | null =>
  !corrects && (phase === 'asking' || phase === 'saving') && Object.keys(answers).length > 0
    ? { id, step, answers }
    : null;

/** Where the person was; from the beginning when what is kept does not fit this form. */
export function reopenStepper(form: StepperForm, kept: unknown, id: string): StepperState {
  const draft = kept as Partial<StepperDraft> | null;
  const { step, answers } = draft ?? {};
  const fits =
    typeof draft?.id === 'string' &&
    typeof step === 'number' &&
    form.ids[step] !== undefined &&
    typeof answers === 'object' &&
    answers !== null &&
    Object.entries(answers).every(([key, value]) => form.ids.includes(key) && isAnswer(form, value));
  return fits ? { ...newStepper(draft.id!), step, answers } : newStepper(id);
}

const isScore = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 10;
const isAnswer = (form: StepperForm, value: unknown): boolean => isScore(value) || (value === null && form.skippable);

export const isLast = (form: StepperForm, state: StepperState): boolean => state.step === form.ids.length - 1;
export const answerNow = (form: StepperForm, state: StepperState): number | null =>
  state.answers[form.ids[state.step]!] ?? null;

export function reduceStepper(form: StepperForm, state: StepperState, event: StepperEvent): StepperState {
  const id = form.ids[state.step]!;
  switch (event.kind) {
    case 'answer': {
      if (state.phase !== 'asking' || !isScore(event.value)) return state;
      return { ...state, answers: { ...state.answers, [id]: event.value }, hint: null };
    }
    case 'next':
      return state.phase === 'asking' && answerNow(form, state) !== null ? goOn(form, state) : state;
    case 'skip':
      if (state.phase !== 'asking' || !form.skippable) return state;
      return goOn(form, { ...state, answers: { ...state.answers, [id]: null } });
    case 'back':
      return state.phase === 'asking' ? { ...state, step: Math.max(0, state.step - 1), hint: null } : state;
    case 'saved':
      return { ...state, phase: 'saved' };
    case 'kept-for-later':
      return { ...state, phase: 'waiting' };
    case 'refused':
      return { ...state, phase: 'refused' };
    case 'change':
      return state.phase === 'saved' ? changeStepper(state.id, state.answers) : state;
    case 'again':
      return state.corrects ? changeStepper(state.id, state.answers) : newStepper(event.id);
  }
}

function goOn(form: StepperForm, state: StepperState): StepperState {
  if (!isLast(form, state)) return { ...state, step: state.step + 1, hint: null };
  if (form.ids.every((id) => (state.answers[id] ?? null) === null)) return { ...state, hint: 'nothing-answered' };
  return { ...state, phase: 'saving', hint: null };
}

/** Every question by name, null where it was skipped. */
export const completeAnswers = (form: StepperForm, state: StepperState): Answers =>
  Object.fromEntries(form.ids.map((id) => [id, state.answers[id] ?? null]));
