import { describe, expect, it } from '@jest/globals';
import { METRICS, toCanonical } from '../metrics/index.js';
import {
  findInstrument,
  INSTRUMENTS,
  readAnswers,
  scoreResponse,
  toQuestionnaireResponse,
  type Answers,
} from './index.js';

const { peg, diary } = INSTRUMENTS;

describe('PEG', () => {
  it.each([
    [0, 0, 0, 0],
    [10, 10, 10, 10],
    [5, 6, 7, 6],
    [5, 5, 6, 5.3],
    [5, 6, 6, 5.7],
    [0, 0, 1, 0.3],
  ])('of %i, %i and %i is %f', (pain, enjoyment, activity, score) => {
    expect(scoreResponse(peg, { pain, enjoyment, activity })).toEqual({
      ok: true,
      score,
      derived: [{ metric: 'pegScore', value: score }],
    });
  });

  it.each<[string, Answers, string]>([
    ['an item left out', { pain: 1, enjoyment: 2 }, 'answers.activity'],
    ['a skipped item', { pain: null, enjoyment: 2, activity: 3 }, 'answers.pain'],
    ['eleven', { pain: 11, enjoyment: 2, activity: 3 }, 'answers.pain'],
    ['a negative', { pain: 1, enjoyment: -1, activity: 3 }, 'answers.enjoyment'],
    ['a half', { pain: 1, enjoyment: 2, activity: 3.5 }, 'answers.activity'],
    ['NaN', { pain: Number.NaN, enjoyment: 2, activity: 3 }, 'answers.pain'],
    ['an unknown item', { pain: 1, enjoyment: 2, activity: 3, extra: 4 }, 'answers.extra'],
  ])('refuses %s', (_name, answers, path) => {
    const scored = scoreResponse(peg, answers);
    expect(scored.ok ? [] : scored.errors.map((e) => e.path)).toEqual([path]);
  });
});

describe('the diary', () => {
  it('gives a metric for each answer, none for a skipped one, and 0 is an answer', () => {
    expect(scoreResponse(diary, { pain: 0, interference: null, mood: 7 })).toEqual({
      ok: true,
      score: null,
      derived: [
        { metric: 'painIntensity', value: 0 },
        { metric: 'mood', value: 7 },
      ],
    });
  });

  it('refuses an empty one', () => {
    expect(scoreResponse(diary, { pain: null })).toMatchObject({ ok: false, errors: [{ path: 'answers' }] });
  });
});

it('every metric of an instrument has the range and code of the catalogue', () => {
  for (const instrument of Object.values(INSTRUMENTS)) {
    for (const item of instrument.items.filter((i) => i.metric)) {
      const metric = METRICS[item.metric!];
      expect([item.min, item.max, item.coding]).toEqual([metric.min, metric.max, metric.codings[0]]);
      expect(toCanonical(metric, item.max, undefined).ok).toBe(true);
    }
  }
});

it('goes to FHIR and back', () => {
  const answers = { pain: 3, sleep: 8 };
  const response = toQuestionnaireResponse(diary, answers, { patientId: 'p1', authoredMs: 0 });
  expect(response).toMatchObject({
    questionnaire: 'urn:stepwell:questionnaire:diary|1',
    status: 'completed',
    subject: { reference: 'Patient/p1' },
    authored: '1970-01-01T00:00:00.000Z',
  });
  expect(readAnswers(response)).toEqual(answers);
  expect(findInstrument(response.questionnaire)).toBe(diary);
  expect(findInstrument('peg')).toBe(peg);
  expect(findInstrument('constructor')).toBeUndefined();
});
