import type { NewObservation } from './observation.js';

/** An hour of steps of a watch, as it is about to be stored. */
export const reading = (patientId: string, startMs: number, more: Partial<NewObservation> = {}): NewObservation => ({
  patientId,
  concept: { system: 'http://loinc.org', code: '55423-8', metric: 'steps' },
  source: { system: 'urn:test', device: 'watch', kind: 'watch' },
  variant: '',
  startMs,
  endMs: startMs + 3_600_000,
  valueText: '1',
  originalText: null,
  status: 'final',
  issuedMs: null,
  identifier: null,
  skeleton: '{}',
  remainder: null,
  ...more,
});
