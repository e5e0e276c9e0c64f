import { describe, expect, it } from '@jest/globals';
import {
  answerNow,
  completeAnswers,
  draftOf,
  newStepper,
  reduceStepper,
  reopenStepper,
  type StepperEvent,
  type StepperForm,
} from './stepper.js';

const diary: StepperForm = { ids: ['pain', 'interference', 'sleep', 'mood'], skippable: true };
const peg: StepperForm = { ids: ['pain', 'enjoyment', 'activity'], skippable: false };
const run = (form: StepperForm, ...events: StepperEvent[]) =>
  events.reduce((state, event) => reduceStepper(form, state, event), newStepper('one'));
const answer = (value: number): StepperEvent[] => [{ kind: 'answer', value }, { kind: 'next' }];
const skip: StepperEvent = { kind: 'skip' };

describe('the stepper', () => {
  it('asks four questions and saves once at the end', () => {
    const state = run(diary, ...answer(3), ...answer(4), skip, ...answer(0));
    expect(state.phase).toBe('saving');
    expect(completeAnswers(diary, state)).toEqual({ pain: 3, interference: 4, sleep: null, mood: 0 });
    expect(state.id).toBe('one');
  });

  it('a zero is an answer', () => {
    expect(run(diary, ...answer(0)).step).toBe(1);
  });

  it('does not go on without an answer, and keeps answers on the way back', () => {
    expect(run(diary, { kind: 'next' }).step).toBe(0);
    const back = run(diary, ...answer(7), { kind: 'back' });
    expect([back.step, answerNow(diary, back)]).toEqual([0, 7]);
    expect(run(diary, { kind: 'back' }).step).toBe(0);
  });

  it('skipping after answering takes the answer back', () => {
    const state = run(diary, ...answer(7), { kind: 'back' }, skip);
    expect(completeAnswers(diary, state).pain).toBeNull();
  });

  it('all skipped is nothing to save: it says so and stays', () => {
    const state = run(diary, skip, skip, skip, skip);
    expect([state.phase, state.hint, state.step]).toEqual(['asking', 'nothing-answered', 3]);
    expect(reduceStepper(diary, state, { kind: 'answer', value: 5 }).hint).toBeNull();
  });

  it('a score needs every item', () => {
    expect(run(peg, skip).step).toBe(0);
    expect(run(peg, ...answer(1), ...answer(2), ...answer(3)).phase).toBe('saving');
  });

  it.each([11, -1, 2.5, Number.NaN])('%p is no answer', (value) => {
    expect(run(diary, { kind: 'answer', value }).answers).toEqual({});
  });

  it('takes no more answers while it saves', () => {
    const saving = run(peg, ...answer(1), ...answer(2), ...answer(3));
    expect(reduceStepper(peg, saving, { kind: 'answer', value: 9 })).toBe(saving);
    expect(reduceStepper(peg, saving, { kind: 'back' })).toBe(saving);
  });
});

describe('half of a form', () => {
  const half = run(diary, ...answer(7), skip, { kind: 'answer', value: 3 });
  const reloaded = (kept: unknown, form = diary) =>
    reopenStepper(form, JSON.parse(JSON.stringify(kept)) as unknown, 'two');

  it('is there again after a reload: the same entry, the same question, what was chosen', () => {
    const state = reloaded(draftOf(half));
    expect(state).toEqual(half);
    expect([state.id, state.step, answerNow(diary, state)]).toEqual(['one', 2, 3]);
  });

  it('is nothing before the first answer, and nothing once it has gone its way', () => {
    expect(draftOf(newStepper('one'))).toBeNull();
    for (const kind of ['saved', 'kept-for-later', 'refused'] as const)
      expect(draftOf(reduceStepper(diary, half, { kind }))).toBeNull();
  });

  it('whose save was cut off by the reload is asked to be saved again, under the same id', () => {
    const saving = run(diary, ...answer(1), ...answer(2), ...answer(3), ...answer(4));
    expect(reloaded(draftOf(saving))).toMatchObject({ id: 'one', step: 3, phase: 'asking', answers: { mood: 4 } });
  });

  it.each([
    ['nothing', null],
    ['words', 'pain'],
    ['a question that is not asked', { id: 'one', step: 4, answers: { pain: 1 } }],
    ['an answer to something else', { id: 'one', step: 0, answers: { weather: 1 } }],
    ['an answer off the scale', { id: 'one', step: 0, answers: { pain: 11 } }],
    ['no id', { step: 0, answers: { pain: 1 } }],
  ])('%s does not fit: the form begins anew', (_, kept) => expect(reloaded(kept)).toEqual(newStepper('two')));

  it('a score has no skipped items', () =>
    expect(reloaded({ id: 'one', step: 1, answers: { pain: null } }, peg)).toEqual(newStepper('two')));
});

it('what was saved opens again with its answers, as a correction of the same entry, of which no half is kept', () => {
  const form = { ids: ['pain', 'sleep'], skippable: true };
  const saved = { ...newStepper('e1'), answers: { pain: 7, sleep: 5 }, step: 1, phase: 'saved' as const };
  const changed = reduceStepper(form, saved, { kind: 'change' });
  expect(changed).toMatchObject({ id: 'e1', step: 0, answers: saved.answers, phase: 'asking', corrects: true });
  expect(draftOf(changed)).toBeNull();
  // What waits for a connection is no one's yet.
  expect(reduceStepper(form, { ...saved, phase: 'waiting' }, { kind: 'change' }).phase).toBe('waiting');
});
