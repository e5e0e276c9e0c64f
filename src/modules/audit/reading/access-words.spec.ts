import { expect, it } from '@jest/globals';
import { POLICY } from '../../../platform/auth/policy.js';
import { purposeOfAct, subjectOf } from './access-words.js';

const act = { role: 'clinician', type: 'Patient', interaction: 'read', reason: null };

it.each([
  ['somebody of the care team', act, true, 'care'],
  ['somebody who was on it then: nobody else could', act, false, 'care'],
  ['a stranger with broken glasses', { ...act, reason: 'break-glass access (cover): On call.' }, false, 'glass'],
  ['a stranger’s list of names', { ...act, type: 'Directory', interaction: 'search' }, false, 'colleague'],
  ['the same of somebody who treats them', { ...act, type: 'Directory', interaction: 'search' }, true, 'care'],
  ['the breaking itself', { ...act, type: 'BreakGlass', interaction: 'create' }, false, 'colleague'],
  ['the coordinator', { ...act, role: 'coordinator' }, false, 'clinic'],
])('%s', (_name, row, isOnTeam, purpose) => expect(purposeOfAct(row, isOnTeam)).toBe(purpose));

it('has a word for whatever is about a patient: only settings and people of the clinic are something else', () =>
  expect(Object.keys(POLICY).filter((type) => subjectOf(type) === 'other')).toEqual([
    'Session',
    'Credential',
    'DetectionSetting',
    'NoticeSetting',
    'ClinicChannel',
    'Retention',
    'App',
    'AppRequest',
    'Clinic',
    'ClinicChange',
    'Team',
    'Absence',
    'Rota',
  ]));
