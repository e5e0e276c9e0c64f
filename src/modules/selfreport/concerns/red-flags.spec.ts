import { describe, expect, it } from '@jest/globals';
import { isRedFlagCode, RED_FLAG_ITEMS } from '../../../instruments/index.js';
import { Concern } from '../../alerts/concerns/concern.js';
import { responseIdOf, scoreOf } from './read-answer.js';
import { type FlagAnswer, findRedFlags } from './red-flags.js';

const PATIENT = '00000000-0000-4000-8000-000000000001';
const [item9] = RED_FLAG_ITEMS;
const NOW = Date.parse('2026-08-03T10:00:00Z');
const DAY = 86_400_000;
const answer = (score: number | null, daysAgo = 0, receivedDaysAgo = daysAgo): FlagAnswer => ({
  responseId: `r${daysAgo}`,
  answeredMs: NOW - daysAgo * DAY,
  receivedMs: NOW - receivedDaysAgo * DAY,
  answeredOn: new Date(NOW - daysAgo * DAY).toISOString().slice(0, 10),
  score,
});
const find = (...answers: FlagAnswer[]) => findRedFlags(PATIENT, item9!, answers, NOW);

describe('thoughts of hurting oneself', () => {
  it.each<[string, FlagAnswer[], string[]]>([
    ['not at all', [answer(0)], []],
    ['several days', [answer(1)], ['self-harm:r0']],
    ['nearly every day', [answer(3)], ['self-harm:r0']],
    ['an answer that cannot be read', [answer(null)], []],
    ['each of two by itself', [answer(2), answer(1, 7)], ['self-harm:r0', 'self-harm:r7']],
    ['taken back by nothing that came after', [answer(0), answer(1, 7)], ['self-harm:r7']],
    ['of two weeks ago', [answer(1, 14)], ['self-harm:r14']],
    ['of three weeks ago', [answer(3, 21)], []],
    ['of history that came three weeks ago', [answer(3, 60, 21)], []],
  ])('%s', (_name, answers, keys) => {
    expect(find(...answers).map(({ key }) => key)).toEqual(keys);
  });

  it('of history that was sent lately interrupt nobody, and are found', () => {
    const found = [...find(answer(3, 15, 0)), ...find(answer(3, 14, 0))];
    expect(found.map(({ key, live }) => [key, live])).toEqual([
      ['self-harm:r15', false],
      ['self-harm:r14', true],
    ]);
  });

  it('interrupt, and are nothing that a page tells the patient', () => {
    const [concern] = find(answer(1));
    expect(Concern.parse(concern)).toMatchObject({ kind: 'red-flag', severity: 3, live: true, patientSentence: null });
  });

  it.each([
    ['a number', { valueText: '2', remainder: null }, 2],
    ['a coded answer', coded('LA6569-3'), 1],
    ['the code among others', coded('x', 'LA6571-9'), 3],
    ['a code of another list', coded('LA33-6'), null],
    ['words', { valueText: null, remainder: '{"valueString":"sometimes"}' }, null],
    ['nothing', { valueText: null, remainder: null }, null],
  ])('are read from %s', (_name, row, score) => {
    expect(scoreOf({ id: 'o1', ...row }, item9!)).toBe(score);
  });

  it.each([
    ['{"derivedFrom":[{"reference":"QuestionnaireResponse/abc"}]}', 'abc'],
    [
      '{"derivedFrom":[{"reference":"Observation/7"},{"reference":"http://x.example/fhir/QuestionnaireResponse/q-1"}]}',
      'q-1',
    ],
    ['{}', 'o1'],
    [null, 'o1'],
  ])('lead back to their response: %s', (remainder, id) => {
    expect(responseIdOf({ id: 'o1', valueText: null, remainder })).toBe(id);
  });

  it('have a code, and only in its own system', () => {
    expect(isRedFlagCode({ system: 'http://loinc.org', code: '44260-8' })).toBe(true);
    expect(isRedFlagCode({ system: 'urn:other', code: '44260-8' })).toBe(false);
    expect(isRedFlagCode({ system: 'http://loinc.org', code: '44261-6' })).toBe(false);
  });
});

function coded(...codes: string[]) {
  const coding = codes.map((code) => ({ system: 'http://loinc.org', code }));
  return { valueText: null, remainder: JSON.stringify({ valueCodeableConcept: { coding } }) };
}
