import { describe, expect, it, jest } from '@jest/globals';
import { RED_FLAG_ITEMS } from '../../../src/instruments/index.js';
import { DEFAULT_RULES } from '../../../src/modules/alerts/rules/default-rules.js';
import { findOutages, toOutageConcern } from '../../../src/modules/observations/sources/outage.js';
import { findPromConcern } from '../../../src/modules/selfreport/concerns/prom-threshold.js';
import { findRedFlags } from '../../../src/modules/selfreport/concerns/red-flags.js';
import { findReview } from '../../../src/modules/trends/review-due.js';
import { findNoShow } from '../../../src/modules/visits/no-show.js';
import { SENTENCE_KEYS } from './catalogue.js';
import { say } from './say.js';

/** A day of another year says so: what is said here is said in this one. */
jest.useFakeTimers({ now: Date.parse('2026-11-20T12:00:00Z') });

const patientId = '00000000-0000-4000-8000-000000000001';
const now = new Date('2026-08-03T10:00:00Z');
const day = { answeredOn: '2026-08-03', answeredMs: now.getTime(), responseId: 'r1' };
const flags = (...scores: (number | 'unreadable')[]) =>
  findRedFlags(
    RED_FLAG_ITEMS[0]!,
    scores.map((score, i) => ({
      ...day,
      answeredMs: now.getTime() - i * 86_400_000,
      receivedMs: now.getTime(),
      changedBy: null,
      score,
    })),
    { patientId, told: [], nowMs: now.getTime(), dayOf: (instant) => instant.slice(0, 10) },
  );
const { thresholds } = DEFAULT_RULES['prom-threshold'];
const unmet = { id: 'v1', patientId, startsAt: now, startsOn: '2026-08-03', wasThere: false, missedBefore: 1 };
const silent = [50, 51, 52].map((hours, i) => ({
  patientId: `patient ${i}`,
  sourceId: i,
  vendor: 'fitbit',
  program: null,
  source: null,
  lastContactMs: now.getTime() - hours * 3_600_000,
}));

/** What each producer says of something it finds. */
const FOUND = [
  ...[1, 2, 3].flatMap((score) => flags(score)),
  ...flags(1, 2),
  ...flags('unreadable'),
  findPromConcern(patientId, { instrument: 'phq9', thresholds }, [{ ...day, score: 17 }], true),
  findReview(patientId, { id: 's1', startsOn: '2026-06-22', endsOn: '2026-08-02', weeks: 6 }, '2026-08-03'),
  findNoShow(unmet, now),
  ...findOutages(silent, now).map(toOutageConcern),
].map((concern) => concern!.sentence);

describe('what producers say', () => {
  it.each(FOUND)('$key has words for the clinic, the patient and caregivers', (sentence) => {
    expect(SENTENCE_KEYS).toContain(sentence.key);
    for (const audience of ['clinician', 'patient', 'caregiver'] as const)
      expect(say(sentence, audience, 'en')).not.toMatch(/undefined|null|NaN|\{|\}|Unknown| {2}/);
  });

  it('reads like this to the clinic', () => {
    expect(FOUND.map((sentence) => say(sentence, 'clinician', 'en'))).toEqual([
      'PHQ-9 item 9 on 3 Aug: thoughts of death or self-harm on several days',
      'PHQ-9 item 9 on 3 Aug: thoughts of death or self-harm on more than half the days',
      'PHQ-9 item 9 on 3 Aug: thoughts of death or self-harm nearly every day',
      'PHQ-9 item 9 on 3 Aug: thoughts of death or self-harm on several days; 2 such answers since 2 Aug',
      'An answer to PHQ-9 question 9 of 3 Aug could not be read: look at it',
      'PHQ-9 17 on 3 Aug, at or above 15',
      'Sprint of 6 weeks: decision due by 2 Aug (continue, change, stop, escalate or taper)',
      'Did not come to the video visit on 3 Aug, 2 missed in a row',
      'Fitbit: nothing from 3 of 3 patients since 1 Aug; most likely their service, not the patients',
    ]);
  });
});
