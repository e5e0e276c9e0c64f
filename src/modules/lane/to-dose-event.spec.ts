import { expect, it } from '@jest/globals';
import { toDoseEvent } from './to-dose-event.js';

const change = (from: string | null, to: string | null) =>
  toDoseEvent({ on: '2026-10-01', medication: 'Pregabalin', from, to });

it.each<[string | null, string | null, string, string]>([
  [null, '75 mg', 'dose.started', 'Pregabalin 75 mg'],
  [null, '', 'dose.started', 'Pregabalin'],
  ['75 mg twice daily', '150 mg twice daily', 'dose.changed', 'Pregabalin 75 mg → 150 mg twice daily'],
  ['', '75 mg', 'dose.started', 'Pregabalin 75 mg'],
  ['75 mg', '', 'dose.started', 'Pregabalin'],
  ['75 mg', null, 'dose.stopped', 'Pregabalin'],
])('%s > %s', (from, to, key, label) => {
  expect(change(from, to)).toMatchObject({ on: '2026-10-01', until: null, kind: 'dose', label, sentence: { key } });
});
