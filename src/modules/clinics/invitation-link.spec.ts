import { describe, expect, it } from '@jest/globals';
import { handsOutLink, handsOutNewLink, mayInvite } from './invitation-link.js';

const ROLES = ['clinician', 'coordinator', 'admin', 'auditor', 'patient', 'caregiver'] as const;

it.each([
  ['admin', ['clinician', 'coordinator', 'admin', 'auditor', 'patient']],
  ['coordinator', ['patient', 'caregiver']],
  ['clinician', []],
  ['auditor', []],
  ['patient', []],
  ['caregiver', []],
  ['system', []],
] as const)('%s may invite %j', (by, invited) => {
  expect(ROLES.filter((role) => mayInvite(by, role))).toEqual(invited);
});

it('whoever invites has every link where no mail leaves, and those of staff where mails do', () => {
  expect(ROLES.filter((role) => handsOutLink(role, false))).toEqual(ROLES);
  expect(ROLES.filter((role) => handsOutLink(role, true))).toEqual(['clinician', 'coordinator', 'admin', 'auditor']);
});

describe('a new link', () => {
  it.each([
    ['of staff', 'admin', 'clinician', false, true, true],
    ['of a patient, mailed', 'coordinator', 'patient', false, true, false],
    ['of a patient, not mailed', 'coordinator', 'patient', false, false, true],
    ['of a caregiver, not mailed', 'coordinator', 'caregiver', false, false, true],
    ['of a caregiver whom the patient invited', 'coordinator', 'caregiver', true, false, false],
    ['of a caregiver, for an admin', 'admin', 'caregiver', false, false, false],
  ] as const)('%s: %s', (_name, by, role, byPatient, mailsLeave, given) => {
    expect(handsOutNewLink(by, { role, byPatient }, mailsLeave)).toBe(given);
  });
});
