import { describe, expect, it } from '@jest/globals';
import { narrowScopes, scopeProblem } from './narrow-scopes.js';

describe('narrowScopes', () => {
  it.each([
    ['the same', 'user/Patient.rs', 'user/Patient.rs', 'user/Patient.rs'],
    ['fewer letters', 'user/Patient.r', 'user/Patient.rs', 'user/Patient.r'],
    ['more letters', 'user/Patient.cruds', 'user/Patient.rs', 'user/Patient.rs'],
    ['no letter in common', 'user/Patient.c', 'user/Patient.rs', ''],
    [
      'all types asked, two registered',
      'user/*.rs',
      'user/Patient.r user/Observation.rs',
      'user/Patient.r user/Observation.rs',
    ],
    ['one type asked, all registered', 'user/Patient.rs', 'user/*.cruds', 'user/Patient.rs'],
    ['all asked, all registered', 'user/*.cruds', 'user/*.rs', 'user/*.rs'],
    ['another context', 'user/Patient.rs', 'patient/Patient.rs launch/patient', ''],
    ['a type we do not serve', 'user/Spaceship.rs', 'user/*.rs', ''],
    ['patient scopes without a patient', 'patient/*.rs', 'launch/patient patient/*.rs', ''],
    [
      'patient scopes with one',
      'launch/patient patient/*.rs',
      'launch/patient patient/*.rs',
      'launch/patient patient/*.rs',
    ],
    ['a patient alone says nothing about anybody', 'launch/patient', 'launch/patient patient/*.rs', ''],
    ['offline alone', 'offline_access', 'offline_access user/*.rs', ''],
    ['signing in alone', 'openid fhirUser', 'openid fhirUser', 'openid fhirUser'],
    ['not registered for offline', 'offline_access user/*.rs', 'user/*.rs', 'user/*.rs'],
    ['twice the same', 'user/*.rs user/*.rs', 'user/*.rs', 'user/*.rs'],
    [
      'protected notes besides',
      'stepwell/sensitive.r user/*.rs',
      'user/*.rs stepwell/sensitive.r',
      'user/*.rs stepwell/sensitive.r',
    ],
    ['protected notes, not registered for', 'user/*.rs stepwell/sensitive.r', 'user/*.rs', 'user/*.rs'],
    ['protected notes alone', 'stepwell/sensitive.r', 'user/*.rs stepwell/sensitive.r', ''],
    ['nothing', '', 'user/*.rs', ''],
    ['odd spaces', '  user/*.rs  ', 'user/*.rs', 'user/*.rs'],
  ])('%s', (_, asked, registered, granted) => {
    expect(narrowScopes(asked, registered).join(' ')).toBe(granted);
    // What was granted is granted again: the request goes through twice.
    expect(narrowScopes(granted, registered).join(' ')).toBe(granted);
  });
});

describe('scopeProblem', () => {
  it.each([
    ['patient/Observation.rs', false, undefined],
    ['system/*.cruds', true, undefined],
    ['launch/patient', false, undefined],
    ['stepwell/sensitive.r', true, undefined],
    ['stepwell/sensitive.r', false, undefined],
    ['launch/patient', true, /needs a person/],
    ['system/*.rs', false, /backend services only/],
    ['user/*.rs', true, /system.… only/],
    ['user/*.sr', false, /not read here/],
    ['user/*.', false, /not read here/],
    ['patient/Observation.rs?category=vital-signs', false, /without a query/],
    ['patient/Observation.read', false, /not read here/],
    ['user/Spaceship.rs', false, /not served here/],
  ])('%s, backend %s', (scope, isBackend, problem) => {
    if (problem) expect(scopeProblem(scope, isBackend)).toMatch(problem);
    else expect(scopeProblem(scope, isBackend)).toBeUndefined();
  });
});
