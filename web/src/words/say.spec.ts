import { describe, expect, it, jest } from '@jest/globals';
import { METRIC_IDS } from '../../../src/metrics/index.js';
import type { Fact, Sentence } from '../api/types.js';
import { SENTENCE_KEYS, type SentenceKey } from './catalogue.js';
import type { Audience } from './format.js';
import { say } from './say.js';

/** A day of another year says so: what is said here is said in this one. */
jest.useFakeTimers({ now: Date.parse('2026-11-20T12:00:00Z') });

const FACTS: Record<SentenceKey, Record<string, Fact>> = {
  'trend.changed': {
    metric: 'steps',
    value: 3641,
    usual: 5615,
    percent: -35.2,
    delta: -1974,
    since: '2026-11-10',
    windowFrom: '2026-09-21',
    windowTo: '2026-10-18',
    validDays: 25,
    totalDays: 28,
    direction: 'down',
    course: 'worse',
    unit: '{steps}',
  },
  'trend.levelled': { metric: 'steps', value: 6120, weeks: 4, target: 8000 },
  'trend.lately': { metric: 'painIntensity', value: 3.2 },
  'trend.steady': { metric: 'painIntensity', value: 3.2, usual: 2.8 },
  'trend.tooEarly': { metric: 'pegScore', value: 5.3, usual: 5.7, fromWeek: 8, toWeek: 12 },
  'trend.insufficient': { metric: 'steps', days: 6, reason: 'notSynced' },
  'trend.otherDevice': { metric: 'steps', since: '2026-11-12' },
  'trend.wearDeclining': { metric: 'steps', worn: 4, of: 12, was: 13, wasOf: 14 },
  'goal.reached': { metric: 'sleepDuration', value: 7.1, target: 7 },
  'chain.fault': { repaired: 2, deadSteps: 1, deadNotices: 0, unheard: 1, lateTellings: 3 },
  'chain.unjudged': { patients: 2 },
  'prom.threshold': { metric: 'phq9Score', value: 17, threshold: 15, comparator: 'atLeast', since: '2026-11-10' },
  'redFlag.selfHarm': { answer: 1, since: '2026-11-10' },
  'redFlag.selfHarmAgain': { answer: 2, since: '2026-11-10', answers: 3, first: '2026-11-02' },
  'redFlag.unreadable': { item: '9', since: '2026-11-10' },
  'redFlag.changed': {
    item: '9',
    how: 'withdrawn',
    answer: 2,
    since: '2026-11-02',
    changedOn: '2026-11-10',
    by: 'Lab link',
  },
  'sprint.reviewDue': { weeks: 6, endsOn: '2026-11-10' },
  'visit.missed': { since: '2026-11-10', missedInARow: 2 },
  'vendor.outage': { vendor: 'Fitbit', patientsSilent: 40, patientsConnected: 100, since: '2026-11-10' },
  'hint.askPain': { metric: 'steps', percent: 15, weeks: 4 },
  'peg.answered': { score: 13 / 3 },
  'dose.started': { medication: 'Pregabalin', dose: '75 mg' },
  'dose.changed': { medication: 'Pregabalin', from: '75 mg', to: '150 mg' },
  'dose.stopped': { medication: 'Pregabalin' },
};
const of = (key: SentenceKey, facts: Record<string, Fact> = {}): Sentence => ({
  key,
  facts: { ...FACTS[key], ...facts },
});
const AUDIENCES: Audience[] = ['clinician', 'patient', 'caregiver'];

describe('say', () => {
  it.each(
    AUDIENCES.flatMap((audience) =>
      SENTENCE_KEYS.flatMap((key) => METRIC_IDS.map((metric) => [audience, key, metric] as const)),
    ),
  )('renders for the %s: %s about %s, without holes', (audience, key, metric) => {
    for (const reason of ['notWorn', 'notSynced', 'notAsked']) {
      const words = say(of(key, { metric, reason }), audience, 'en');
      expect(words).not.toMatch(/undefined|null|NaN|Unknown|\{|\}/);
      expect(words.length).toBeGreaterThan(15);
      expect(words).not.toMatch(/ {2}|^ | $|baseline|median|significant/);
    }
  });

  it('reads faults that were stored before all of it was counted', () => {
    const { unheard: _, lateTellings: __, ...facts } = FACTS['chain.fault'];
    expect(say({ key: 'chain.fault', facts }, 'clinician', 'en')).toBe(
      'Notices may have failed since yesterday: 2 calls were missing; 1 call failed; look at what is open, and tell whoever runs this server',
    );
  });

  it('says what became of an answer, and who changed it where that is known', () => {
    expect(say(of('redFlag.changed'), 'clinician', 'en')).toBe(
      'PHQ-9 item 9 of 2 Nov: the answer “more than half the days” was withdrawn on 10 Nov by Lab link',
    );
    expect(say(of('redFlag.changed', { how: 'corrected', answer: 1, by: 'nobody' }), 'clinician', 'en')).toBe(
      'PHQ-9 item 9 of 2 Nov: the answer “several days” was corrected to “not at all” on 10 Nov',
    );
  });
  it('says a change to clinicians with its base and its date', () => {
    expect(say(of('trend.changed'), 'clinician', 'en')).toBe('Steps down 35 % since 10 Nov: 3,641 a day, usual 5,615');
  });
  it('says hours in hours, because a share of a night misleads', () => {
    const words = say(
      of('trend.changed', { metric: 'sleepDuration', value: 5.7, usual: 6.7, percent: -14.9 }),
      'clinician',
      'en',
    );
    expect(words).toBe('Sleep down 1.0\u00a0h since 10 Nov: 5.7\u00a0h, usual 6.7\u00a0h');
  });
  it('says a change to patients rounded, without blame or a guess, and asks only when things got harder', () => {
    expect(say(of('trend.changed'), 'patient', 'en')).toBe(
      'Since 10 November you have walked less than is usual for you: about 3,600 steps a day, not 5,600. Did something get in the way?',
    );
    const better = say(of('trend.changed', { direction: 'up', course: 'improving', value: 7010 }), 'patient', 'en');
    expect(better).toBe(
      'Since 10 November you have walked more than is usual for you: about 7,000 steps a day, not 5,600.',
    );
  });
  it('speaks to patients of their answers, not of symptoms, and does not say that a number is bad', () => {
    const more = { metric: 'phq9Score', value: 15, usual: 8.5, percent: null, delta: 6.5, direction: 'up' } as const;
    expect(say(of('trend.changed', more), 'patient', 'en')).toBe(
      'Since 10 November your answers about mood tell of harder days than is usual for you: about 15 out of 27, not 9. Shall we talk about it?',
    );
    const less = { metric: 'promisPhysicalFunction', value: 46.2, usual: 38, direction: 'up', course: 'improving' };
    expect(say(of('trend.changed', less), 'patient', 'en')).toBe(
      'Since 10 November your answers about what you can do tell of easier days than is usual for you: about 46, not 38.',
    );
    expect(
      say(of('trend.changed', { metric: 'painIntensity', value: 7, usual: 5, direction: 'up' }), 'patient', 'en'),
    ).toBe(
      'Since 10 November your pain has been higher than is usual for you: about 7 out of 10, not 5. Shall we talk about it?',
    );
  });
  it.each([
    ['steps', 3210, 'Your walking: about 3,200 steps a day lately.'],
    ['sleepDuration', 6.5, 'Your sleep: about 6\u00a0h\u00a030\u00a0min a night lately.'],
    ['restingHeartRate', 62.6, 'Your resting heart rate: about 63 beats a minute lately.'],
    ['painIntensity', 4.2, 'Your pain: about 4 out of 10 lately.'],
  ])('a number of %s that is told alone says of what it is one', (metric, value, words) => {
    expect(say({ key: 'trend.lately', facts: { metric, value } }, 'patient', 'en')).toBe(words);
  });
  it('says that the numbers come from another device', () => {
    const said = (audience: Audience, facts = {}) =>
      say(of('trend.otherDevice', { who: 'Juno', ...facts }), audience, 'en');
    expect(said('clinician')).toBe(
      'Since 12 Nov steps come from another device or app; what is usual is not clear yet',
    );
    expect(said('clinician', { metric: 'restingHeartRate' })).toBe(
      'Since 12 Nov resting heart rate comes from another device or app; what is usual is not clear yet',
    );
    expect(said('patient')).toBe(
      'Since 12 November another device or app measures your walking. What is usual for you is not clear yet.',
    );
    expect(said('caregiver')).toBe(
      'Since 12 November another device or app measures walking for Juno. What is usual for them is not clear yet.',
    );
  });
  it('says of what is steady since when it is another device’s', () => {
    const facts = { metric: 'steps', value: 4120, usual: 4000, deviceSince: '2026-11-02' };
    expect(say({ key: 'trend.steady', facts }, 'clinician', 'en')).toBe(
      'Steps 4,120 a day, usual 4,000: no lasting change since another device or app began on 2 Nov',
    );
    for (const audience of ['patient', 'caregiver'] as const)
      expect(say({ key: 'trend.steady', facts }, audience, 'en')).toMatch(
        /about 4,100 steps a day lately, no lasting change since another device or app began on 2 November\.$/,
      );
  });
  it('says that it is too early to expect a change', () => {
    expect(say(of('trend.tooEarly'), 'clinician', 'en')).toBe(
      'PEG 5.3, usual 5.7: no lasting change yet; one is to be expected in weeks 8 to 12',
    );
    expect(say(of('trend.tooEarly'), 'patient', 'en')).toBe(
      'Your week with pain: about 5.3 out of 10 lately. It often takes 8 to 12 weeks until a change shows.',
    );
  });
  it('leaves out a target that is not there', () => {
    expect(say(of('trend.levelled', { target: null }), 'clinician', 'en')).toBe(
      'Steps have stayed near 6,120 a day for 4 weeks',
    );
    expect(say(of('trend.levelled', { weeks: 1 }), 'clinician', 'en')).toBe(
      'Steps have stayed near 6,120 a day for 1 week; the target is 8,000 a day',
    );
  });
  it('tells why data is missing', () => {
    expect(say(of('trend.insufficient'), 'clinician', 'en')).toBe(
      'No data for 6 days: not synced; nothing can be said about steps',
    );
    const asked = { metric: 'painIntensity', days: 13, reason: 'notAsked' };
    expect(say(of('trend.insufficient', asked), 'clinician', 'en')).toBe(
      'No answers for 13 days; nothing can be said about pain',
    );
    // The first diary was filled in today: thirteen days without are not all there is to say.
    expect(say(of('trend.insufficient', { ...asked, answered: 1 }), 'clinician', 'en')).toBe(
      'One answer in two weeks; not enough to say anything about pain',
    );
    expect(say(of('trend.insufficient'), 'patient', 'en')).toBe(
      'Your watch has not sent anything for 6 days. Open its app to fix it.',
    );
  });
  it.each([
    ['clinician', 6, 'No data for 6 days: no newer export was brought in; nothing can be said about steps'],
    ['patient', 6, 'The files that were brought in say nothing of the last 6 days. Send a new export.'],
    ['patient', 1, 'The files that were brought in say nothing of the last day. Send a new export.'],
    [
      'caregiver',
      6,
      'The files of the person you look after say nothing of the last 6 days. They can send a new export.',
    ],
  ] as const)('for the %s: what came by a file has no app to open (%p)', (audience, days, words) => {
    expect(say(of('trend.insufficient', { days, by: 'file' }), audience, 'en')).toBe(words);
  });
  it.each(METRIC_IDS)('says without a stumble that there are too few answers about %s', (metric) => {
    for (const audience of ['patient', 'caregiver'] as const)
      expect(say(of('trend.insufficient', { metric, reason: 'noAnswers', who: 'Juno' }), audience, 'en')).not.toMatch(
        /\b(\w+) \1\b/,
      );
  });
  it.each<[MetricId, number, number, string, string]>([
    [
      'steps',
      8512,
      6000,
      'You did it: you walk about 8,500 steps a day. Your target was 6,000.',
      'Juno did it: they walk about 8,500 steps a day. Their target was 6,000.',
    ],
    [
      'sleepDuration',
      7.5,
      7,
      'You did it: you sleep about 7\u00a0h\u00a030\u00a0min a night. Your target was 7\u00a0h.',
      'Juno did it: they sleep about 7\u00a0h\u00a030\u00a0min a night. Their target was 7\u00a0h.',
    ],
    [
      'walkingMinutes',
      31,
      30,
      'You did it: you walk about 31 minutes a day. Your target was 30.',
      'Juno did it: they walk about 31 minutes a day. Their target was 30.',
    ],
    [
      'painIntensity',
      3,
      4,
      'You did it: your pain is about 3 out of 10. Your target was 4.',
      'Juno did it: pain is about 3 out of 10. Their target was 4.',
    ],
    [
      'phq9Score',
      8,
      9,
      'You did it: your answers about mood come to about 8 out of 27. Your target was 9.',
      'Juno did it: answers about mood come to about 8 out of 27. Their target was 9.',
    ],
  ])('says in a whole sentence that a goal about %s is reached', (metric, value, target, patient, caregiver) => {
    const reached = of('goal.reached', { metric, value, target });
    expect(say(reached, 'patient', 'en')).toBe(patient);
    expect(say({ ...reached, facts: { ...reached.facts, who: 'Juno' } }, 'caregiver', 'en')).toBe(caregiver);
  });
  it('keeps capitals of abbreviations inside a sentence', () => {
    expect(say(of('goal.reached', { metric: 'pegScore', value: 4, target: 4 }), 'clinician', 'en')).toBe(
      'Goal reached: PEG 4.0, target 4.0',
    );
  });
  it('survives a key it does not know and nothing to say', () => {
    expect(say({ key: 'trend.future', facts: {} }, 'clinician', 'en')).toContain('trend.future');
    expect(say({ key: 'trend.future', facts: {} }, 'patient', 'en')).not.toContain('trend.future');
    expect(say(null, 'patient', 'en')).toBe('');
  });
  it('survives facts that do not fit: one sentence must not take the page with it', () => {
    const { value: _, ...facts } = of('trend.changed').facts;
    const without = { key: 'trend.changed', facts: { ...facts, course: undefined } } as unknown as Sentence;
    delete (without.facts as Record<string, unknown>)['course'];
    expect(say(without, 'patient', 'en')).toBe('There is something new here.');
  });
  it('keeps figures and choices in the pseudo language and stretches the words', () => {
    const plain = say(of('trend.levelled'), 'clinician', 'en');
    const pseudo = say(of('trend.levelled'), 'clinician', 'pseudo');
    expect(pseudo).toContain('6,120 a day');
    expect(pseudo).toContain('wééks');
    expect(pseudo.length).toBeGreaterThan(plain.length * 1.1);
  });
});
