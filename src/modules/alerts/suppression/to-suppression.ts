import type { SuppressionRow } from './suppression-list.repository.js';

export const toSuppression = (row: SuppressionRow) => ({
  id: row.id,
  patient: row.patientId === null ? null : { id: row.patientId, name: (row.patientName ?? '').trim() },
  kind: row.kind,
  domain: row.domain,
  severity: row.severity,
  sentence: row.sentence,
  reason: row.reason,
  alertId: row.alertId,
  by:
    row.byAlertId && row.byKind && row.bySentence
      ? { alertId: row.byAlertId, kind: row.byKind, sentence: row.bySentence }
      : null,
  person: row.personId === null ? null : { personId: row.personId, name: row.personName ?? '' },
  firstAt: row.firstAt.toISOString(),
  lastAt: row.lastAt.toISOString(),
  times: row.times,
  endedAt: row.endedAt?.toISOString() ?? null,
});
