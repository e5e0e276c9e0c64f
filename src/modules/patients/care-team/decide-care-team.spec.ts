import { expect, it } from '@jest/globals';
import { type CareTeam, mayChange, refuseCareTeam } from './decide-care-team.js';

const team = (personIds: string[], contactPersonId: string | null = null): CareTeam => ({ personIds, contactPersonId });
const ana = { personId: 'ana', removesOthers: false };
const cora = { personId: 'cora', removesOthers: true };

it.each([
  ['a clinician adds a colleague', team(['ana']), team(['ana', 'ben']), ana, undefined],
  ['a clinician leaves', team(['ana', 'ben']), team(['ben']), ana, undefined],
  ['a clinician names the contact', team(['ana', 'ben']), team(['ana', 'ben'], 'ben'), ana, undefined],
  ['a clinician takes off a colleague', team(['ana', 'ben']), team(['ana']), ana, 'personIds'],
  ['a coordinator takes somebody off', team(['ana', 'ben']), team(['ana']), cora, undefined],
  ['the contact is not on the team', team(['ana']), team(['ana'], 'ben'), cora, 'contactPersonId'],
  ['nobody is left', team(['ana']), team([]), cora, undefined],
])('%s', (_name, before, after, by, path) => expect(refuseCareTeam(before, after, by)?.path).toBe(path));

it.each([
  ['a member', team(['ana']), ana, true],
  ['a coordinator', team(['ben']), cora, true],
  ['a stand-in', team(['ben']), ana, false],
  ['nobody in person', team(['ben']), { personId: null, removesOthers: false }, false],
])('%s changes a care team: as it should be', (_name, before, by, may) => expect(mayChange(before, by)).toBe(may));
