import { labelOf } from '../record/index.js';
import type { Treatment } from './treatment.js';
import type { TreatmentView } from './treatments.schema.js';

export function toTreatmentView(treatment: Treatment, mayChangeLabel: boolean): TreatmentView {
  const { kind, what, dose, on, until, onExact, untilExact, planned, record, notedAt } = treatment;
  const by = (record.resource['informationSource'] ?? record.resource['recorder']) as { display?: string } | undefined;
  const noted = {
    id: record.id,
    version: record.version,
    on,
    until,
    onExact,
    untilExact,
    planned,
    label: labelOf(record),
    mayChangeLabel,
    notedAt: notedAt.toISOString(),
    notedBy: by?.display ?? null,
  };
  return kind === 'dose' ? { kind, medication: what, dose, ...noted } : { kind, text: what, ...noted };
}
