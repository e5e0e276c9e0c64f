import { describe, expect, it } from '@jest/globals';
import {
  answerNow,
  completeAnswers,
  newStepper,
  reduceStepper,
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
