import { describe, expect, it } from '@jest/globals';
import { formStands, MANY, openForm } from './open-form.js';

describe('an open form', () => {
  it.each<[string, string, string | null, boolean, boolean]>([
    ['stands while its row is open', 'a', 'a', false, true],
    ['stands though others are selected', 'a', 'a', true, true],
    ['is none for the row that took the place of its own', 'a', 'b', false, false],
    ['is none when no row is open', 'a', null, false, false],
    ['stands for many while some are selected', MANY, 'a', true, true],
    ['for many is none for the row that is open', MANY, 'a', false, false],
  ])('%s', (_name, about, row, many, stands) => {
    expect(formStands({ verb: 'snooze', about }, { row, many })).toBe(stands);
  });

  it('asked for again is the same; for another verb or row it is another', () => {
    const open = { verb: 'snooze', about: 'a' } as const;
    expect(openForm(open, { ...open })).toBe(open);
    expect(openForm(open, { ...open, verb: 'resolve' })).not.toBe(open);
    expect(openForm(open, { ...open, about: 'b' })).toEqual({ verb: 'snooze', about: 'b' });
  });
});
