import { describe, expect, it } from '@jest/globals';
import { type Identity, scoreMatch } from './score-match.js';

const june: Identity = {
  givenName: 'June',
  familyName: 'Walker-Møller',
  birthDate: '1970-05-11',
  email: 'june@walker.example',
  phone: '+49 30 1234567',
};
const like = (change: Partial<Identity>): Identity => ({ ...june, email: null, phone: null, ...change });

describe('could these be the same person?', () => {
  it.each([
    ['everything the same', june, 'likely', ['name', 'birthDate', 'email', 'phone']],
    ['name and birth date', like({}), 'likely', ['name', 'birthDate']],
    ['other spelling', like({ familyName: 'WALKER  MØLLER' }), 'likely', ['name', 'birthDate']],
    [
      'names the other way round',
      like({ givenName: 'Walker-Møller', familyName: 'June' }),
      'likely',
      ['nameSwapped', 'birthDate'],
    ],
    ['a letter wrong', like({ givenName: 'Jane' }), 'likely', ['nameClose', 'birthDate']],
    ['two letters exchanged', like({ familyName: 'Wakler-Møller' }), 'likely', ['nameClose', 'birthDate']],
    ['a second given name', like({ givenName: 'June Alexandra' }), 'likely', ['nameClose', 'birthDate']],
    ['day and month exchanged', like({ birthDate: '1970-11-05' }), 'possible', ['name', 'birthDateClose']],
    ['a digit of the year wrong', like({ birthDate: '1971-05-11' }), 'possible', ['name', 'birthDateClose']],
    ['married since', like({ familyName: 'Summers' }), 'possible', ['givenName', 'birthDate']],
    ['a twin', like({ givenName: 'Augustus' }), 'possible', ['familyName', 'birthDate']],
    [
      'name and mail, no birth date',
      like({ birthDate: null, email: 'June@Walker.example' }),
      'likely',
      ['name', 'email'],
    ],
    [
      'the same telephone, written otherwise',
      like({ birthDate: null, phone: '030/1234567' }),
      'possible',
      ['name', 'phone'],
    ],
  ])('%s', (_name, other, certainty, because) => {
    expect(scoreMatch(june, other)).toEqual({ certainty, because });
    expect(scoreMatch(other, june)).toEqual({ certainty, because });
  });

  it.each([
    ['only the name', like({ birthDate: '1944-02-28' })],
    ['only the birth date', like({ givenName: 'Otto', familyName: 'Zander' })],
    [
      'only a shared mailbox',
      like({ givenName: 'Otto', familyName: 'Zander', birthDate: '1944-02-28', email: june.email }),
    ],
    ['nothing known', like({ givenName: '', familyName: 'Unnamed', birthDate: null })],
  ])('not by %s', (_name, other) => expect(scoreMatch(june, other)).toBeUndefined());
});
