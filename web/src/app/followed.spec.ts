import { describe, expect, it } from '@jest/globals';
import type { Session } from '../api/types.js';
import { withChosen } from './followed.js';

const session = {
  person: { id: 'mother' },
  patientId: 'bert',
  lookedAfter: [
    { id: 'bert', name: 'Bert' },
    { id: 'ann', name: 'Ann' },
  ],
} as unknown as Session;

describe('whom a caregiver of several sees', () => {
  it.each<[unknown, string]>([
    [{ personId: 'mother', patientId: 'ann' }, 'ann'],
    [{ personId: 'mother', patientId: 'bert' }, 'bert'],
    [{ personId: 'mother', patientId: 'somebody who shares no more' }, 'bert'],
    [{ personId: 'who sat here before', patientId: 'ann' }, 'bert'],
    [null, 'bert'],
    ['nonsense', 'bert'],
    [7, 'bert'],
  ])('after %j is %s', (stored, patientId) => expect(withChosen(session, stored).patientId).toBe(patientId));
});
