import { describe, expect, it } from '@jest/globals';
import type { Treatment } from '../../api/types.js';
import { beginFilling, changeOf, type Filling, takeNewer } from './treatment-filling.js';

const TODAY = '2026-11-20';
const dose = (change: object = {}): Treatment => ({
  id: 't1',
  version: 1,
  kind: 'dose',
  medication: 'Oxycodone',
  dose: '10 mg',
  on: '2026-11-01',
  until: null,
  label: null,
  mayChangeLabel: true,
  notedAt: '',
  notedBy: null,
  ...change,
});
const typing = (filling: Filling, change: Partial<Filling['draft']>): Filling => ({
  ...filling,
  draft: { ...filling.draft, ...change },
});

describe('a correction that somebody else was faster than', () => {
  // Ended and protected while the form was open.
  const now = dose({ version: 2, until: '2026-11-19', label: 'substance-use' });
  const mine = typing(beginFilling(dose(), TODAY), { dose: '20 mg' });

  it('is sent as one of what was opened, which the server refuses', () => {
    expect(changeOf(mine.opened!, mine.draft)).toEqual({ version: 1, kind: 'dose', dose: '20 mg' });
  });
  it('keeps what was typed and takes over all else', () => {
    const both = takeNewer(mine, now);
    expect(both.newer).toEqual(now);
    expect(both.draft).toMatchObject({ dose: '20 mg', until: '2026-11-19', label: 'substance-use' });
    expect(changeOf(both.opened!, both.draft)).toEqual({ version: 2, kind: 'dose', dose: '20 mg' });
    // And a third time.
    expect(takeNewer(both, dose({ version: 3, dose: '5 mg' })).draft).toMatchObject({
      dose: '20 mg',
      until: '',
      label: '',
    });
  });
  it('keeps the day on which somebody wants to end it, and changes nothing else', () => {
    const ending = takeNewer(beginFilling(dose(), TODAY, true), now);
    expect(changeOf(ending.opened!, ending.draft)).toEqual({ version: 2, kind: 'dose', until: TODAY });
  });
  it('ends what a program has sent without dose and day', () => {
    const sent = beginFilling(dose({ dose: null, on: null, medication: 'x'.repeat(200) }), TODAY, true);
    expect(changeOf(sent.opened!, sent.draft)).toEqual({ version: 1, kind: 'dose', until: TODAY });
  });
  it('says nothing where nobody was', () => expect(takeNewer(mine, dose())).toBe(mine));
});

describe('a new one whose answer was lost', () => {
  const mine = typing(beginFilling(null, TODAY), { what: 'Oxycodone', dose: '20 mg' });
  it('goes on as a correction of what was noted, with what is typed now', () => {
    const next = takeNewer(mine, dose());
    expect(changeOf(next.opened!, next.draft)).toMatchObject({ version: 1, dose: '20 mg', on: TODAY });
  });
  it('is what was noted where that is the other kind', () => {
    expect(takeNewer(typing(mine, { kind: 'procedure' }), dose()).draft).toMatchObject({ kind: 'dose', dose: '10 mg' });
  });
});
