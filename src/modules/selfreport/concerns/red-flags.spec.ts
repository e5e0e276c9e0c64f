import { describe, expect, it } from '@jest/globals';
import { type AnswerScore, RED_FLAG_ITEMS } from '../../../instruments/index.js';
import { Concern } from '../../alerts/concerns/concern.js';
import { compareAnswers } from '../../alerts/lifecycle/compare-answers.js';
import type { StoredAnswer } from './follow-answers.js';
import { findRedFlags, findUnheard, type ToldFlag } from './red-flags.js';

const PATIENT = '00000000-0000-4000-8000-000000000001';
const [item9] = RED_FLAG_ITEMS;
const NOW = Date.parse('2026-08-03T10:00:00Z');
const DAY = 86_400_000;
const answer = (score: AnswerScore | null, daysAgo = 0, change: Partial<StoredAnswer> = {}): StoredAnswer => ({
  responseId: `r${daysAgo}`,
  answeredMs: NOW - daysAgo * DAY,
  receivedMs: NOW - daysAgo * DAY,
  score,
  changedBy: null,
  ...change,
});
const facts = (told: readonly ToldFlag[]) => ({
  patientId: PATIENT,
  told,
  nowMs: NOW,
  dayOf: (instant: string) => instant.slice(0, 10),
});
const find = (answers: readonly StoredAnswer[], told: readonly ToldFlag[] = []) =>
  findRedFlags(item9!, answers, facts(told));
type RedFlag = Extract<Concern, { kind: 'red-flag' }>;
const only = (answers: readonly StoredAnswer[], told: readonly ToldFlag[] = []) => {
  const found = find(answers, told);
  expect(found).toHaveLength(1);
  return Concern.parse(found[0]) as RedFlag;
};
const toldOf = (answers: readonly StoredAnswer[], isOpen = true): ToldFlag => ({
  concernKey: 'red-flag:self-harm',
  isOpen,
  evidence: only(answers).evidence,
});

describe('thoughts of hurting oneself', () => {
  it.each<[string, StoredAnswer[], string[]]>([
    ['not at all', [answer(0)], []],
    ['several days', [answer(1)], ['self-harm']],
    ['nearly every day', [answer(3)], ['self-harm']],
    ['an answer that cannot be read', [answer('unreadable')], ['self-harm']],
    ['an answer that was withdrawn before anybody heard of it', [answer(null)], []],
    ['two are one concern', [answer(2), answer(1, 7)], ['self-harm']],
    ['taken back by nothing that came after', [answer(0), answer(1, 7)], ['self-harm']],
    ['of two weeks ago', [answer(1, 14)], ['self-harm']],
    ['of three weeks ago', [answer(3, 21)], []],
    ['of history that came three weeks ago', [answer(3, 60, { receivedMs: NOW - 21 * DAY })], []],
    ['of history beside one of today', [answer(1), answer(3, 60, { receivedMs: NOW })], ['self-harm', 'self-harm:late']], // prettier-ignore
  ])('%s', (_name, answers, keys) => {
    expect(find(answers).map(({ key }) => key)).toEqual(keys);
  });

  it('of history that was sent lately interrupt nobody, and are found', () => {
    expect(find([answer(3, 15, { receivedMs: NOW })]).map(({ live }) => live)).toEqual([false]);
    expect(find([answer(3, 14)]).map(({ live }) => live)).toEqual([true]);
  });

  it('interrupt, and are nothing that a page tells the patient', () => {
    expect(only([answer(1)])).toMatchObject({ kind: 'red-flag', severity: 3, live: true, patientSentence: null });
  });

  it.each<[string, StoredAnswer[], object]>([
    ['one', [answer(1)], { key: 'redFlag.selfHarm', facts: { answer: 1, since: '2026-08-03' } }],
    [
      'several',
      [answer(2), answer(1, 3), answer(0, 1)],
      { key: 'redFlag.selfHarmAgain', facts: { answer: 2, since: '2026-08-03', answers: 2, first: '2026-07-31' } },
    ],
    ['one that nobody can read', [answer('unreadable')], { key: 'redFlag.unreadable', facts: { item: '9', since: '2026-08-03' } }], // prettier-ignore
    ['one that can be read among them', [answer('unreadable'), answer(1, 1)], { facts: { answer: 1, since: '2026-08-02' } }], // prettier-ignore
  ])('are said: %s', (_name, answers, sentence) => {
    expect(only(answers).sentence).toMatchObject(sentence);
  });

  it('say all forty-one answers of two weeks, and not-at-alls take no room', () => {
    const many = Array.from({ length: 41 }, (_, i) => answer(i % 2 ? 0 : 1, i / 3));
    expect(only(many).evidence.answers).toHaveLength(21);
  });
});

describe('an alert that is open', () => {
  const told = [toldOf([answer(2, 3)])];
  it('grows worse with another answer, once', () => {
    const again = only([answer(1), answer(2, 3)], told);
    expect(compareAnswers(told[0]!.evidence, again.evidence)).toBe('more');
    expect(again.evidence.answers!.map((one) => one.answer)).toEqual([2, 1]);
    const open = [{ ...told[0]!, evidence: again.evidence }];
    expect(compareAnswers(again.evidence, only([answer(1), answer(2, 3)], open).evidence)).toBe('none');
  });

  it.each<[string, StoredAnswer, object, object, string]>([
    [
      'withdrawn',
      answer(null, 3, { receivedMs: NOW, changedBy: 'Lab link' }),
      { how: 'withdrawn', was: 2, at: '2026-08-03T10:00:00.000Z', by: 'Lab link' },
      { key: 'redFlag.changed', facts: { item: '9', how: 'withdrawn', answer: 2, since: '2026-07-31', changedOn: '2026-08-03', by: 'Lab link' } }, // prettier-ignore
      'changed',
    ],
    [
      'corrected to not at all',
      answer(0, 3, { receivedMs: NOW }),
      { how: 'corrected', was: 2, at: '2026-08-03T10:00:00.000Z', by: null },
      { key: 'redFlag.changed', facts: { how: 'corrected', answer: 2 } },
      'changed',
    ],
    ['corrected to less', answer(1, 3), { how: 'corrected', was: 2 }, { key: 'redFlag.selfHarm', facts: { answer: 1 } }, 'changed'], // prettier-ignore
    ['corrected to more', answer(3, 3), { how: 'corrected', was: 2 }, { key: 'redFlag.selfHarm', facts: { answer: 3 } }, 'more'], // prettier-ignore
  ])('says that an answer was %s, and stays', (_name, stored, change, sentence, news) => {
    const now = only([stored], told);
    expect(now.evidence.answers).toMatchObject([{ change }]);
    expect(now.sentence).toMatchObject(sentence);
    expect(compareAnswers(told[0]!.evidence, now.evidence)).toBe(news);
    expect(compareAnswers(now.evidence, only([stored], [{ ...told[0]!, evidence: now.evidence }]).evidence)).toBe('none'); // prettier-ignore
  });

  it('says nothing of a correction that was taken back', () => {
    const withdrawn = only([answer(null, 3)], told);
    const back = only([answer(2, 3)], [{ ...told[0]!, evidence: withdrawn.evidence }]);
    expect(back.evidence.answers).toMatchObject([{ answer: 2, change: null }]);
    expect(compareAnswers(withdrawn.evidence, back.evidence)).toBe('more');
  });

  it('keeps what is too old to be read, and lists each answer once', () => {
    const old = { ...told[0]!, evidence: { ...told[0]!.evidence, answers: undefined, answeredAt: '2026-07-01T10:00:00.000Z' } }; // prettier-ignore
    const now = only([answer(1)], [old as ToldFlag]);
    expect(now.evidence.answers!.map(({ answeredAt }) => answeredAt.slice(0, 10))).toEqual([
      '2026-07-01',
      '2026-08-03',
    ]);
  });
});

describe('an alert that somebody has ended', () => {
  const told = [toldOf([answer(2, 3)], false)];
  it('is no news with what was on it, and a new one with the next answer, which alone is spoken of', () => {
    const same = only([answer(2, 3)], told);
    expect(compareAnswers(told[0]!.evidence, same.evidence)).toBe('none');
    const next = only([answer(1), answer(2, 3)], told);
    expect(compareAnswers(told[0]!.evidence, next.evidence)).toBe('more');
    expect(next.evidence.answers!.map((one) => one.earlier)).toEqual([true, false]);
    expect(next.sentence).toMatchObject({ key: 'redFlag.selfHarm', facts: { answer: 1 } });
  });

  it('is a new one when an answer on it becomes worse, and is over with it when it was withdrawn', () => {
    expect(compareAnswers(told[0]!.evidence, only([answer(3, 3)], told).evidence)).toBe('more');
    expect(find([answer(null, 3)], told)).toEqual([]);
    expect(findRedFlags(item9!, [answer(2, 3)], { ...facts(told), nowMs: NOW + 12 * DAY })).toEqual([]);
  });

  it('is known also under the name it had for each answer', () => {
    const old = { ...toldOf([answer(2, 3)]), concernKey: 'red-flag:self-harm:r3' };
    expect(find([answer(2, 3)], [old])).toEqual([]);
    expect(only([answer(1), answer(2, 3)], [old]).evidence.answers).toHaveLength(1);
  });
});

it('what nobody may hear has a name of its own, and is nothing that was heard', () => {
  const unheard = (told: readonly ToldFlag[]) => findUnheard(item9!, [answer(1), answer(0, 1)], facts(told));
  expect(unheard([]).map(({ key }) => key)).toEqual(['self-harm:unheard']);
  expect(unheard([toldOf([answer(1)])])).toEqual([]);
});
