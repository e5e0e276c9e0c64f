import type { z } from 'zod';
import type { GlassRow } from './break-glass.repository.js';
import type { OpenGlass, ReviewedGlass } from './break-glass.schema.js';

export const toOpenGlass = (row: GlassRow): z.output<typeof OpenGlass> => ({
  id: row.id,
  patient: { id: row.patientId, name: row.patientName, birthDate: row.birthDate },
  kind: row.kind,
  reason: row.reason,
  openedAt: row.openedAt.toISOString(),
  endsAt: row.endsAt.toISOString(),
});

export const toReviewedGlass = (row: GlassRow): z.output<typeof ReviewedGlass> => ({
  ...toOpenGlass(row),
  by: { personId: row.personId, name: row.byName, profession: row.profession },
  acts: row.acts,
  verdict: row.verdict,
  note: row.note,
  reviewedBy: row.reviewedBy,
  reviewedAt: row.reviewedAt?.toISOString() ?? null,
});
