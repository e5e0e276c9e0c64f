import { describe, expect, it } from '@jest/globals';
import { evaluatePatient } from './evaluate-patient.js';
import { notWorn, tellStory, type Story } from './story.testkit.js';

const SWITCH = 60;
/** 2026-06-01 is the first day. */
const SINCE = '2026-07-31';

/** Another watch, that counts fewer steps, from day `SWITCH` on. */
const storyOf = (days: number, rest: Partial<Story> = {}): Story => ({
  seed: 7,
  days,
  steps: (t) => (t < SWITCH ? 8000 : 6000),
  pain: () => 4,
  device: (t) => (t < SWITCH ? 'a' : 'b'),
  ...rest,
});
const sentenceOf = (story: Story) => evaluatePatient(tellStory(story)).metrics.steps!.sentence;

describe('numbers of another device', () => {
  it.each([
    ['on its first day', 1],
    ['before a week of it is known', 6],
  ])('are told as such while what is usual is not known: %s', (_name, days) => {
    const { metrics } = evaluatePatient(tellStory(storyOf(SWITCH + days)));
    const said = { key: 'trend.otherDevice', facts: { metric: 'steps', since: SINCE } };
    expect(metrics.steps).toMatchObject({ course: 'none', usual: null, sentence: said, patientSentence: said });
    // What no device measures goes on.
    expect(metrics.painIntensity!.sentence!.key).toBe('trend.steady');
  });

  it('are compared among themselves then, and for four weeks the words say so', () => {
    for (const days of [7, 28])
      expect(sentenceOf(storyOf(SWITCH + days))).toMatchObject({ key: 'trend.steady', facts: { deviceSince: SINCE } });
    expect(sentenceOf(storyOf(SWITCH + 29))).not.toHaveProperty('facts.deviceSince');
  });

  it('are no news to somebody who is new to us, nor where it is the same device', () => {
    expect(sentenceOf(storyOf(25, { device: (t) => (t < 22 ? 'a' : 'b') }))).toBeNull();
    expect(sentenceOf(storyOf(66, { steps: (t) => (t < 61 ? null : 8000), device: () => 'a' }))).toBeNull();
    expect(sentenceOf(storyOf(SWITCH + 6, { steps: () => 8000, device: () => 'a' }))).toMatchObject({
      key: 'trend.steady',
      facts: { metric: 'steps' },
    });
    expect(sentenceOf(storyOf(SWITCH + 6, { steps: () => 8000, device: () => 'a' }))!.facts).not.toHaveProperty(
      'deviceSince',
    );
  });

  it('that stop coming are missing before they are another device’s', () => {
    const input = tellStory(storyOf(SWITCH + 18));
    const steps = input.metrics.steps!.map((day, t) => (t < SWITCH + 4 ? day : notWorn));
    const found = evaluatePatient({ ...input, metrics: { ...input.metrics, steps } });
    expect(found.metrics.steps!.sentence).toMatchObject({ key: 'trend.insufficient', facts: { reason: 'notWorn' } });
  });
});
