import { randomUUID } from 'node:crypto';
import type { AsOwner } from './crowd.js';

/** Facts of a sentence about steps that fell. */
export const STEPS_FELL = {
  metric: 'steps',
  value: 3600,
  usual: 5600,
  since: '2026-11-10',
  direction: 'down',
  course: 'worse',
} as const;

/** So many open alerts written at once: tiers in turn, several due at the same instant. */
export async function writeMany(asOwner: AsOwner, clinicId: string, patientId: string, count: number): Promise<void> {
  await asOwner(
    `INSERT INTO alert (clinic_id, id, patient_id, producer, kind, domain, key, concern_key, severity, tier, state, since, confidence, sentence, patient_sentence, evidence, due_at, raised_at)
     SELECT $1, gen_random_uuid(), $2, 'integration', 'no-show', 'visit', 'k' || n, 'no-show:' || $4 || n, 1,
       (ARRAY['now','today','week','good'])[1 + n % 4], 'open', current_date, 0.7, $5, $5,
       '{"type":"visit","visitId":"v","startsAt":"2026-11-01T10:00:00Z","missedInARow":1}',
       now() + (n * 37 % 5000) * interval '1 minute', now() - n * interval '1 second'
     FROM generate_series(1, $3) AS n`,
    [clinicId, patientId, count, randomUUID(), JSON.stringify({ key: 'trend.changed', facts: STEPS_FELL })],
  );
}
