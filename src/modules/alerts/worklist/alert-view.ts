import { ageOn } from '../../patients/index.js';
import { KINDS } from '../concerns/kinds.js';
import { shortenWords } from './shorten-words.js';
import { sparkValues } from './spark.js';
import type { AlertRow } from './worklist.repository.js';

export function toAlertRow(row: AlertRow) {
  const { evidence } = row;
  const trend = evidence.type === 'trend' ? evidence : null;
  // What is usual for missing data is a number of days worn, and the values drawn are none.
  const band = KINDS[row.kind].family === 'data' ? null : trend?.baseline;
  return {
    id: row.id,
    version: row.version,
    patient:
      row.patientId === null
        ? null
        : {
            id: row.patientId,
            name: (row.patientName ?? '').trim(),
            age: row.birthDate ? ageOn(row.birthDate, row.today) : null,
          },
    kind: row.kind,
    domain: row.domain,
    key: row.key,
    producer: row.producer,
    course: row.tier === 'now' ? 'urgent' : KINDS[row.kind].course,
    severity: row.severity,
    tier: row.tier,
    sentence: row.sentence,
    spark: {
      values: sparkValues(row.spark ?? [], row.today),
      low: band?.low ?? null,
      high: band?.high ?? null,
    },
    confidence: row.confidence,
    confidenceFrom: trend?.confidenceFrom ?? 'evidence',
    state: row.state,
    stateSince: row.stateSince.toISOString(),
    owner: row.ownerId && row.ownerName ? { personId: row.ownerId, name: row.ownerName } : null,
    discipline: row.discipline,
    dueAt: row.dueAt?.toISOString() ?? null,
    raisedAt: row.raisedAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    seenAt: row.seenAt?.toISOString() ?? null,
    snooze: toSnooze(row.snoozedAt, row.snoozedUntil),
    answer: row.answer && {
      ...row.answer,
      words: shortenWords(row.answer.words),
      at: new Date(row.answer.at).toISOString(),
    },
    outcome: row.outcome,
  };
}

export const toSnooze = (since: Date | null, until: Date | null) =>
  since && { since: since.toISOString(), until: until?.toISOString() ?? null };
