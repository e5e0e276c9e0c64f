import { expect, it } from '@jest/globals';
import { decideUndo, type UndoFacts } from './decide-undo.js';

const at = new Date('2026-03-01T10:00:00Z');
const facts = (change: Partial<UndoFacts> = {}): UndoFacts => ({
  event: { kind: 'resolved', personId: 'p1', at },
  overtaken: false,
  undone: false,
  version: 4,
  seen: 4,
  personId: 'p1',
  now: new Date('2026-03-01T10:10:00Z'),
  withinMinutes: 10,
  ...change,
});
const no = (code: string) => ({ ok: false, code });

it.each<[string, UndoFacts, object]>([
  ['my act, in the last moment', facts(), { ok: true, change: true }],
  ['a moment later', facts({ now: new Date('2026-03-01T10:10:00.001Z') }), no('ALERT_UNDO_TOO_LATE')],
  ['where nothing can be taken back', facts({ withinMinutes: 0 }), no('ALERT_UNDO_TOO_LATE')],
  ['somebody else’s', facts({ personId: 'p2' }), no('ALERT_NOTHING_TO_UNDO')],
  ['what the data did', facts({ event: { kind: 'worsened', personId: null, at } }), no('ALERT_NOTHING_TO_UNDO')],
  ['what is not there', facts({ event: undefined }), no('ALERT_NOTHING_TO_UNDO')],
  ['twice: once', facts({ undone: true, overtaken: true, seen: 3 }), { ok: true, change: false }],
  ['after somebody else', facts({ overtaken: true }), no('ALERT_VERSION_CONFLICT')],
  ['from an old page', facts({ seen: 3 }), no('ALERT_VERSION_CONFLICT')],
])('taking back %s', (_name, given, expected) => {
  expect(decideUndo(given)).toEqual(expected);
});
