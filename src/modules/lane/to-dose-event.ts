import { type DoseChange, sayBefore } from '../treatments/index.js';
import type { LaneEvent } from './lane.schema.js';

/** A change of a dose as an event: begun, changed from what to what, or stopped. The label says it without words. */
export function toDoseEvent({ on, medication, from, to }: DoseChange): LaneEvent {
  const event = { on, until: null, kind: 'dose' } as const;
  if (to === null) return { ...event, label: medication, sentence: { key: 'dose.stopped', facts: { medication } } };
  const begun = {
    ...event,
    label: `${medication} ${to}`.trim(),
    sentence: { key: 'dose.started', facts: { medication, dose: to } },
  };
  // Where one of the two was never written down there is no change to tell.
  if (!from || !to) return begun;
  const facts = { medication, from: sayBefore(from, to), to };
  return { ...event, label: `${medication} ${facts.from} → ${to}`.trim(), sentence: { key: 'dose.changed', facts } };
}
