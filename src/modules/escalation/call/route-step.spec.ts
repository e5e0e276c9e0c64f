import { describe, expect, it } from '@jest/globals';
import type { Target } from '../plan/plan-steps.js';
import { type Circle, routeStep } from './route-step.js';

const person = (personId: string, profession: string | null = null) => ({ personId, profession });
const TEAM = [person('ana', 'nurse-coordinator'), person('noor', 'physical-therapist')];
const circle = (change: Partial<Circle> = {}): Circle => ({
  ownerId: null,
  contactId: 'ana',
  discipline: 'physical-therapist',
  careTeam: TEAM,
  lookingAfter: TEAM,
  coordinators: [person('cora')],
  onCall: [
    { personId: 'omar', rank: 1 },
    { personId: 'olga', rank: 2 },
  ],
  absences: [],
  ...change,
});

describe('whom a step calls', () => {
  it.each<[string, Target, Partial<Circle>, string[][]]>([
    ['the owner, then the contact, then the team', 'owner', { ownerId: 'noor' }, [['noor'], ['ana'], ['ana', 'noor']]],
    ['the owner of what nobody owns', 'owner', {}, [['ana'], ['ana', 'noor']]],
    ['the named contact', 'contact', {}, [['ana'], ['ana', 'noor']]],
    ['the contact where none is named', 'contact', { contactId: null }, [['ana', 'noor']]],
    ['the discipline within the care team', 'discipline', {}, [['noor'], ['ana', 'noor']]],
    [
      'the discipline of whoever stands in',
      'discipline',
      { discipline: 'dietitian', lookingAfter: [...TEAM, person('dora', 'dietitian')] },
      [['dora'], ['ana', 'noor']],
    ],
    ['a discipline that is not on the team', 'discipline', { discipline: 'dietitian' }, [['ana', 'noor']]],
    ['no discipline', 'discipline', { discipline: null }, [['ana', 'noor']]],
    [
      'a discipline of the coordinators',
      'discipline',
      { discipline: 'x', coordinators: [person('cora', 'x')] },
      [['cora'], ['ana', 'noor']],
    ],
    ['the care team', 'care-team', {}, [['ana', 'noor']]],
    ['whoever is on call, the second when the first cannot be reached', 'on-call', {}, [['omar'], ['olga']]],
    ['nobody on call', 'on-call', { onCall: [] }, []],
    ['the coordinators', 'coordinator', {}, [['cora']]],
    ['a patient without a care team', 'care-team', { careTeam: [] }, []],
    ['the fallback is nobody of the clinic', 'fallback', {}, []],
    ['the patient neither', 'patient', {}, []],
    [
      'the stand-in of whoever is away',
      'contact',
      { absences: [{ personId: 'ana', standInId: 'noor' }] },
      [['noor'], ['noor']],
    ],
    [
      'nobody for two who are both away',
      'coordinator',
      {
        absences: [
          { personId: 'cora', standInId: 'ana' },
          { personId: 'ana', standInId: 'cora' },
        ],
      },
      [],
    ],
  ])('%s', (_name, target, change, groups) => expect(routeStep(target, circle(change)).groups).toEqual(groups));

  it('says who was not called because of being away, and who stood in', () => {
    const absences = [
      { personId: 'ana', standInId: 'noor' },
      { personId: 'cora', standInId: 'ana' },
    ];
    expect(routeStep('contact', circle({ absences })).away).toEqual([{ personId: 'ana', standInId: 'noor' }]);
    expect(routeStep('coordinator', circle({ absences })).away).toEqual([{ personId: 'cora', standInId: null }]);
  });

  it('stops at a target that no rule can name', () => {
    expect(() => routeStep('nonsense' as Target, circle())).toThrow('No step calls nonsense');
  });
});
