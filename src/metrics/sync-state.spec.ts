import { describe, expect, it } from '@jest/globals';
import { syncStateOf } from './sync-state.js';

const NOW = Date.parse('2026-11-25T12:00:00Z');
const ago = (hours: number) => NOW - hours * 3_600_000;

describe('syncStateOf', () => {
  it.each([
    ['heard an hour ago with readings of this morning', ago(1), ago(3), 'current'],
    ['heard two days ago to the hour', ago(48), ago(48), 'current'],
    ['heard an hour ago with readings of last week only', ago(1), ago(160), 'stalled'],
    ['heard an hour ago with nothing that has a believable time', ago(1), null, 'stalled'],
    ['not heard for three days', ago(72), ago(73), 'silent'],
    ['neither heard nor new', ago(72), ago(500), 'silent'],
  ])('%s: %s', (_name, lastContactMs, newestMs, state) =>
    expect(syncStateOf({ lastContactMs, newestMs }, NOW)).toBe(state),
  );
});
