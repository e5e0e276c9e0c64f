import { describe, expect, it } from '@jest/globals';
import { DEFAULT_RULES } from '../../../../src/modules/alerts/rules/default-rules.js';
import {
  errorOf,
  hasUnreadable,
  isAboutSomebody,
  isSame,
  mayChangeRules,
  readPlace,
  readProposal,
  scopeOf,
  stillWrong,
  toldBy,
} from './rule-draft.js';

describe('what an address proposes', () => {
  it.each<[string, Record<string, unknown>, object]>([
    ['nothing', {}, {}],
    ['fields of a rule', { on: false, severity: 2, clearAfterDays: 3 }, { on: false, severity: 2, clearAfterDays: 3 }],
    ['whose work it is', { discipline: 'nurse-coordinator' }, { discipline: 'nurse-coordinator' }],
    ['nobody’s work', { discipline: 'constructor' }, {}],
    ['no fields of a rule', { tier: 'now', severity: 9, clearAfterDays: -1, on: 'yes' }, {}],
  ])('%s', (_name, search, proposal) => expect(readProposal(search)).toEqual(proposal));

  it.each<[Record<string, unknown>, object]>([
    [{}, { of: 'clinic' }],
    [{ programme: 'back-school' }, { of: 'programme', programme: 'back-school' }],
    [
      { programme: 'back-school', patient: 'p' },
      { of: 'patient', patientId: 'p' },
    ],
    [{ programme: 5 }, { of: 'clinic' }],
  ])('%p is about %p', (search, scope) => expect(scopeOf(readPlace(search))).toEqual(scope));
});

it.each([
  ['clinician', [false, false, true]],
  ['coordinator', [true, true, true]],
  ['admin', [true, true, false]],
] as const)('a %s changes rules of the clinic, a programme, one patient: %p', (role, may) => {
  const scopes = [{}, { programme: 'back-school' }, { patient: 'p' }].map(scopeOf);
  expect(scopes.map((scope) => mayChangeRules(role, scope))).toEqual(may);
});

it('finds what was said of a field, tried or saved', () => {
  const errors = [
    { path: 'change.settings.levels.0.dueWithinHours', message: 'too small' },
    { path: 'settings.on', message: 'must be true' },
  ];
  expect(errorOf(errors, 'levels.0.dueWithinHours')).toBe('too small');
  expect(errorOf(errors, 'on')).toBe('must be true');
  expect(errorOf(errors, 'steps')).toBeNull();
});

it('says nothing any more of a field that was changed since it was refused', () => {
  const sent = { levels: [{ dueWithinHours: 0.01 }], steps: [{ afterMinutes: 50_000 }], reason: 'x' };
  const errors = [
    'change.settings.levels.0.dueWithinHours',
    'settings.steps.0.afterMinutes',
    'reason',
    'settings.on',
  ].map((path) => ({ path, message: 'no' }));
  const after = (change: object) => stillWrong(errors, sent, { ...sent, ...change }).map(({ path }) => path);
  expect(after({})).toHaveLength(4);
  expect(after({ levels: [{ dueWithinHours: 4 }] })).toEqual(errors.slice(1).map(({ path }) => path));
  expect(after({ steps: [] })).not.toContain('settings.steps.0.afterMinutes');
  expect(after({ reason: 'because' })).not.toContain('reason');
});

it('the order of members makes no other rule', () => {
  const rule = DEFAULT_RULES.flare;
  const turned = Object.fromEntries(Object.entries(rule).toReversed()) as typeof rule;
  expect(isSame(rule, turned)).toBe(true);
  expect(isSame(rule, { ...turned, clearAfterDays: 9 })).toBe(false);
});

it('a number that could not be read is never sent as none', () => {
  const rule = DEFAULT_RULES.flare;
  expect(hasUnreadable(rule)).toBe(false);
  expect(hasUnreadable({ ...rule, clearAfterDays: Number.NaN })).toBe(true);
  expect(hasUnreadable({ ...rule, levels: [{ ...rule.levels[0], dueWithinHours: Number.NaN }] })).toBe(true);
});

it.each([
  ['at-once', { when: 'at-once', afterHours: null }],
  ['acknowledged', { when: 'acknowledged', afterHours: 48 }],
  ['never', { when: 'never', afterHours: null }],
  [null, undefined],
] as const)('told %s: hours are said only where somebody is waited for', (when, told) =>
  expect(toldBy(when)).toEqual(told),
);

it('what is about the clinic has no patient to be told', () => {
  const kinds = Object.keys(DEFAULT_RULES) as (keyof typeof DEFAULT_RULES)[];
  expect(kinds.filter((kind) => !isAboutSomebody(kind))).toEqual(['vendor-outage', 'chain-fault']);
});
