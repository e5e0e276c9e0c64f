import { describe, expect, it } from '@jest/globals';
import { decideMemberChange, type Member } from './decide-member-change.js';

const member = (role: Member['role'], change: Partial<Member> = {}): Member => ({
  role,
  profession: null,
  active: true,
  ...change,
});
const others = { isOwn: false, otherAdmins: 1 };
const own = { isOwn: true, otherAdmins: 1 };
const alone = { isOwn: false, otherAdmins: 0 };

describe('a change of a membership', () => {
  it.each([
    ['another role', member('clinician'), member('coordinator'), others, 'change'],
    ['another profession', member('clinician'), member('clinician', { profession: 'pharmacist' }), others, 'change'],
    ['the same again', member('clinician'), member('clinician'), others, 'nothing'],
    ['the end', member('clinician'), member('clinician', { active: false }), others, 'change'],
    ['back again', member('clinician', { active: false }), member('clinician'), others, 'change'],
    ['the own profession', member('admin'), member('admin', { profession: 'pain-physician' }), own, 'change'],
    ['the own role', member('admin'), member('clinician'), own, 'OWN_MEMBERSHIP'],
    ['the own end', member('admin'), member('admin', { active: false }), own, 'OWN_MEMBERSHIP'],
    ['the last admin’s role', member('admin'), member('clinician'), alone, 'LAST_ADMIN'],
    ['the last admin’s end', member('admin'), member('admin', { active: false }), alone, 'LAST_ADMIN'],
    ['the last admin’s profession', member('admin'), member('admin', { profession: 'other' }), alone, 'change'],
    [
      'an ended admin coming back as something else',
      member('admin', { active: false }),
      member('clinician'),
      alone,
      'change',
    ],
    ['one of two admins', member('admin'), member('clinician'), others, 'change'],
    ['a patient', member('patient'), member('admin'), others, 'NOT_STAFF'],
    ['a caregiver', member('caregiver'), member('clinician'), others, 'NOT_STAFF'],
  ] as const)('%s', (_name, before, after, facts, expected) => {
    const decision = decideMemberChange(before, after, facts);
    expect(decision.kind === 'refuse' ? decision.code : decision.kind).toBe(expected);
  });
});
