import { describe, expect, it } from '@jest/globals';
import { settleDevices } from './settle-devices.js';

/** A letter a day, '.' = nothing known. */
const days = (letters: string) => [...letters].map((letter) => (letter === '.' ? null : letter));

describe('which device the numbers come from', () => {
  it.each([
    ['one all along', 'AAAA', 'AAAA'],
    ['a new one', 'AAABBBB', 'AAABBBB'],
    ['a visitor for a day', 'AAABAAA', 'AAA.AAA'],
    ['a visitor for two', 'AAABBAA', 'AAA..AA'],
    ['a new one, not yet sure', 'AAAABB', 'AAAA..'],
    ['a new one with days off between', 'AAAB.B.BB', 'AAAB.B.BB'],
    ['two visitors', 'AAABCBC', 'AAA....'],
    ['two that take turns', 'ABABAB', 'A.A.A.'],
    ['there and back again', 'AABBBAAA', 'AABBBAAA'],
    ['nothing known at first', '..AAA', '..AAA'],
    ['nothing at all', '...', '...'],
  ])('%s', (_name, seen, settled) => expect(settleDevices(days(seen))).toEqual(days(settled)));

  it('leaves its input alone', () => {
    const seen = days('AAABAAA');
    settleDevices(seen);
    expect(seen).toEqual(days('AAABAAA'));
  });
});
