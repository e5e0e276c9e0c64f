import { describe, expect, it } from '@jest/globals';
import type { Participant } from './channel.js';
import { decidePlace, findPassing, nameOf, placeOf, tellOthers, tellTaken, thatAre } from './who.js';

const visit = {
  patient: { id: 'p', name: 'Ottilie Fernweh' },
  clinician: { personId: 'n', name: 'Nina Sample' },
  state: 'waiting' as const,
};
const one = (personId: string, role: Participant['role'], name: string | null, at: 'speaks' | 'waits' | 'away') => ({
  personId,
  role,
  name,
  here: at !== 'away',
  speaks: at === 'speaks',
});
const ottilie = (at: 'speaks' | 'waits' | 'away') => one('o', 'patient', 'Ottilie Fernweh', at);
const casper = (at: 'speaks' | 'waits' | 'away') => one('c', 'guest', 'Casper Fernweh', at);
const nina = one('n', 'clinician', 'Nina Sample', 'speaks');

describe('who is there', () => {
  it('never calls a helper by the patient’s name', () => {
    const { speaking } = placeOf([ottilie('away'), nina, casper('speaks')], 'patient');
    expect(speaking.map((p) => nameOf(p, visit))).toEqual(['Casper Fernweh, for Ottilie Fernweh']);
    expect(nameOf({ role: 'guest', name: null }, visit)).toBe('somebody else, for Ottilie Fernweh');
  });

  it.each([
    [[ottilie('speaks')], 'Ottilie Fernweh is'],
    [[casper('speaks')], 'Casper Fernweh, for Ottilie Fernweh, is'],
    [[ottilie('speaks'), casper('waits')], 'Ottilie Fernweh and Casper Fernweh, for Ottilie Fernweh, are'],
  ])('says who waits', (people, words) => expect(thatAre(people, visit)).toBe(words));

  it('tells the clinic whom they talk to and who cannot, and nothing where everybody takes part', () => {
    const both = [ottilie('speaks'), nina, casper('waits')];
    expect(tellOthers(both, visit, { side: 'clinic', live: false })).toBe(
      'A video visit is for two: you will talk with Ottilie Fernweh. Casper Fernweh, for Ottilie Fernweh, is told to wait.',
    );
    expect(tellOthers(both, visit, { side: 'patient', live: true })).toMatch(/you are in the call\. Casper/);
    expect(tellOthers([ottilie('speaks'), casper('speaks')], visit, { side: 'clinic', live: true })).toBeNull();
    expect(tellOthers([casper('speaks'), ottilie('away')], visit, { side: 'clinic', live: true })).toBeNull();
  });

  it('tells whoever cannot take part why, and that the place was theirs', () => {
    const both = [ottilie('speaks'), nina, casper('waits')];
    expect(tellTaken(both, visit, false)).toBe(
      'A video visit is for two. Nina Sample will talk with Ottilie Fernweh, so that you cannot be in the call at the same time. Your camera is off.',
    );
    expect(tellTaken(both, { ...visit, state: 'in-progress' }, true)).toMatch(
      /^Ottilie Fernweh is in your place now\. .* Nina Sample talks with Ottilie/,
    );
    const another = [one('d', 'guest', null, 'speaks'), nina, casper('waits')];
    expect(tellTaken(another, visit, true)).toMatch(/^Somebody else is in your place now\. /);
  });

  it('sees a place pass from one to another, and no passing in coming, going or a room for many', () => {
    const alone = [ottilie('away'), nina, casper('speaks')];
    const both = [ottilie('speaks'), nina, casper('waits')];
    const ids = (passing: ReturnType<typeof findPassing>) => passing && [passing.from.personId, passing.to.personId];
    expect(ids(findPassing(alone, both, 'patient'))).toEqual(['c', 'o']);
    expect(ids(findPassing(both, alone, 'patient'))).toEqual(['o', 'c']);
    expect(findPassing(both, both, 'patient')).toBeNull();
    expect(findPassing([ottilie('away'), nina], alone, 'patient')).toBeNull();
    expect(findPassing(alone, [ottilie('speaks'), casper('speaks')], 'patient')).toBeNull();
    expect(findPassing(alone, both, 'clinic')).toBeNull();
  });

  it.each([
    [undefined, false, 'unknown'],
    [casper('speaks'), false, 'mine'],
    [casper('waits'), false, 'taken'],
    [casper('waits'), true, 'taken'],
    [casper('speaks'), true, 'free'],
  ] as const)('a place that was another’s is taken by a press', (me, hasYielded, place) =>
    expect(decidePlace(me, hasYielded)).toBe(place),
  );
});
