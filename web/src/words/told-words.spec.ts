import { describe, expect, it, jest } from '@jest/globals';
import { METRIC_IDS } from '../../../src/metrics/index.js';
import type { Fact } from '../api/types.js';
import { CATALOGUES, METRIC_NAMES, SENTENCE_KEYS, type SentenceKey } from './catalogue.js';
import { about, say, sayOnPage } from './say.js';
import { TOLD_MESSAGES } from './told-messages.js';

/** A day of another year says so: what is said here is said in this one. */
jest.useFakeTimers({ now: Date.parse('2026-11-20T12:00:00Z') });

type Key = keyof typeof TOLD_MESSAGES;
const PLAIN = ['patient', 'caregiver'] as const;

/** Words of the clinic: patients and those who follow them read none of them. */
const CLINIC_ONLY =
  /\b(alerts?|severity|tier|baseline|thresholds?|deteriorat\w+|adheren\w+|complian\w+|PROMs?|PHQ|GAD|PEG|triage|escalat\w+|acknowledg\w+|resolved?|caregivers?|abnormal|significant|median|outlier|flags?|flagged|suicid\w+|self-harm|cohort|sprint|outcome|withheld)\b/i;

/** Everything a message can say: each branch of each choice, without its keys and placeholders. */
const textOf = (message: string) =>
  message
    .replace(/\{\w+, (?:select|plural)(?:, offset:\d+)?,/g, ' ')
    .replace(/=?\w+ \{/g, ' {')
    .replace(/\{\w+\}/g, ' ')
    .replace(/[{}#]/g, ' ');

describe('words for patients and those who follow them', () => {
  it.each([
    ...PLAIN.flatMap((voice) => SENTENCE_KEYS.map((key) => [voice, key, CATALOGUES[voice][key]] as const)),
    ...PLAIN.flatMap((voice) => METRIC_IDS.map((id) => [voice, id, METRIC_NAMES[voice][id]] as const)),
    ...Object.entries(TOLD_MESSAGES).map(([key, message]) => ['both', key, message] as const),
  ])('%s: %s holds no word of the clinic', (_voice, _key, message) => expect(textOf(message)).not.toMatch(CLINIC_ONLY));
  it('the list finds what it looks for', () => {
    expect(textOf('{state, select, open {An alert is open} other {}}')).toMatch(CLINIC_ONLY);
    expect(textOf('{severity, select, high {All is well} other {}}')).not.toMatch(CLINIC_ONLY);
  });
});

const FACTS: Record<string, Fact> = {
  metric: 'steps',
  value: 3641,
  usual: 5615,
  since: '2026-11-10',
  direction: 'down',
  course: 'worse',
  days: 6,
  reason: 'notSynced',
  worn: 4,
  of: 12,
  target: 7000,
  weeks: 6,
  endsOn: '2026-11-10',
  vendor: 'Fitbit',
  fromWeek: 8,
  toWeek: 12,
};
const sayTo = (voice: 'patient' | 'caregiver', key: SentenceKey) =>
  say(about({ key, facts: FACTS }, 'Juno'), voice, 'en');
const TOLD_KEYS = [
  'trend.changed',
  'trend.levelled',
  'trend.insufficient',
  'trend.wearDeclining',
  'goal.reached',
  'prom.threshold',
  'sprint.reviewDue',
  'visit.missed',
] as const;

describe('voices', () => {
  it('a patient is "you", a caregiver reads the name and "they"', () => {
    expect(TOLD_KEYS.map((key) => sayTo('caregiver', key))).toEqual([
      'Since 10 November Juno has walked less than usual: about 3,600 steps a day, not 5,600.',
      'Walking: for Juno it is holding at about 3,600; their target is 7,000.',
      'The watch of Juno has not sent anything for 6 days. They can open its app to fix it.',
      'Juno wore the watch on 4 of the last 12 days.',
      'Juno did it: they walk about 3,600 steps a day. Their target was 7,000.',
      'On 10 November Juno gave answers that are worth a talk with the team.',
      'The plan of Juno for 6 weeks runs until 10 November. Then they and the team decide how to go on.',
      'Juno missed the video visit on 10 November. They and the team can find another time.',
    ]);
    for (const key of SENTENCE_KEYS) {
      expect(sayTo('caregiver', key)).not.toMatch(/\b(you|your|yours)\b/i);
      expect(sayTo('patient', key)).not.toContain('Juno');
    }
  });
  it('without a name it is the person they look after', () =>
    expect(say({ key: 'trend.wearDeclining', facts: FACTS }, 'caregiver', 'en')).toBe(
      'The person you look after wore the watch on 4 of the last 12 days.',
    ));
});

/** Flesch-Kincaid grade (Kincaid 1975, US Navy RBR 8-75). Figures are read as one short word. */
function gradeOf(text: string): number {
  const sentences = text.split(/[.!?;:]+(?:\s|$)/).filter((one) => /\w/.test(one)).length;
  const words = text.replace(/[\d,.]+\d|\d+/g, 'ten').match(/[A-Za-z’']+/g) ?? [];
  const syllables = words.reduce((sum, word) => sum + syllablesOf(word.toLowerCase()), 0);
  return 0.39 * (words.length / sentences) + 11.8 * (syllables / words.length) - 15.59;
}
const syllablesOf = (word: string): number =>
  Math.max(1, (word.replace(/e$|es$|ed$/, '').match(/[aeiouy]+/g) ?? []).length);

const FILLED: Record<string, Fact> = {
  who: 'Juno',
  on: '10 November',
  number: '112',
  hasNumber: 'true',
  answer: 'I was ill',
  what: 'Since 10 November you have walked less than is usual for you.',
};
const BRANCHES: Partial<Record<string, readonly string[]>> = {
  state: ['open', 'looking', 'spoken', 'mistaken', 'gone'],
  answer: ['ill', 'travelling', 'watchBroken', 'other'],
  group: ['good', 'changes', 'devices', 'visits'],
  level: ['all', 'important', 'none'],
  whose: ['mine', 'caregiver', 'patient'],
};
/** A page's message in each voice and each of its choices. */
const allOf = (key: Key): string[] => {
  const choice = Object.keys(BRANCHES).find((name) => TOLD_MESSAGES[key].includes(`{${name}, select`));
  return PLAIN.flatMap((voice) =>
    (choice ? BRANCHES[choice]! : ['']).map((branch) =>
      sayOnPage(key, { ...FILLED, voice, ...(choice ? { [choice]: branch } : {}) }, 'en'),
    ),
  );
};

describe('reads at the level of sixth grade', () => {
  const keys = Object.keys(TOLD_MESSAGES) as Key[];
  it.each([
    ...PLAIN.flatMap((voice) => TOLD_KEYS.map((key) => [`${voice} ${key}`, sayTo(voice, key)] as const)),
    ...keys.flatMap((key) => allOf(key).map((text) => [key, text] as const)),
  ])('%s: %s', (_key, text) => {
    expect(text).not.toMatch(/undefined|null|\{|\}/);
    // A label of a word or two has no grade.
    if (text.split(' ').length >= 5) expect(gradeOf(text)).toBeLessThanOrEqual(6.5);
  });
  it('the measure finds what is too hard', () =>
    expect(
      gradeOf('Your longitudinal activity measurements demonstrate considerable deterioration relative to baseline.'),
    ).toBeGreaterThan(12));
});
