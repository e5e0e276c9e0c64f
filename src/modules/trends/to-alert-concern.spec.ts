import { expect, it } from '@jest/globals';
import type { Sync } from './find-sync.js';
import { toAlertConcern } from './to-alert-concern.js';

const NOW = new Date('2026-11-28T12:00:00Z');
const HOUR_MS = 3_600_000;
const gap = {
  kind: 'missing-data',
  sentence: { key: 'trend.insufficient', facts: { reason: 'notSynced' } },
  patientSentence: { key: 'trend.insufficient', facts: { reason: 'notSynced' } },
  evidence: { alsoMoved: [], notMoved: [], sinceInterval: [] },
} as unknown as Parameters<typeof toAlertConcern>[0];
/** In contact just now, with nothing newer than ten days. */
const sync: Sync = {
  contactMs: NOW.getTime() - HOUR_MS,
  newestMs: NOW.getTime() - 240 * HOUR_MS,
  fileAt: null,
  receivedMs: null,
  vendor: null,
  over: new Set(),
  days: { newest: null, contact: null, lost: new Set() },
};

it.each<[string, Partial<Sync>, string]>([
  ['a device in contact brings nothing new', {}, 'no-progress'],
  ['a device is silent', { contactMs: NOW.getTime() - 72 * HOUR_MS }, 'missing-data'],
  ['a file was in contact with nobody', { fileAt: new Date(NOW.getTime() - HOUR_MS) }, 'missing-data'],
])('%s', (_name, over, kind) =>
  expect(toAlertConcern(gap, { patientId: 'p', sync: { ...sync, ...over }, now: NOW }).kind).toBe(kind),
);
