import { describe, expect, it, jest } from '@jest/globals';
import { ApiError } from '../../api/api-error.js';
import type { AlertDetail, AlertRow, TimelineEntry } from '../../api/types.js';
import { type Act, bodyOf, type BulkAct, type HandTo, hoped, leaves } from './act.js';
import { answeredWords, bulkDoneWords, doneWords, fasterWords, refusalWords, waitsForWords } from './act-words.js';
import { USUAL } from './filters.js';
import { beforeAct, isAnswerLost, wasDone } from './lost-answer.js';
import { asItStands, eventOf, lastUndoable, leftOn, standingOf, stillUndoable, type Undoable } from './undo.js';
import { possibleVerbs } from './verbs.js';
import { whoWasFaster } from './who-was-faster.js';
import { anAlert } from './worklist.testkit.js';

/** A day of another year says so: what is said here is said in this one. */
jest.useFakeTimers({ now: Date.parse('2026-11-20T12:00:00Z') });

const ME = 'me';
const ZONE = 'Europe/Berlin';
const event = (change: Partial<TimelineEntry>): TimelineEntry => ({
  id: 1,
  at: '2026-01-20T09:00:00Z',
  kind: 'raised',
  by: null,
  byPersonId: null,
  note: null,
  sentence: null,
  to: null,
  until: null,
  answer: null,
  undoes: null,
  undoableUntil: null,
  ...change,
});

describe('what can be done with an alert', () => {
  it.each([
    ['open', anAlert(), 'acknowledge hand-off note resolve snooze visit'],
    ['taken', anAlert({ state: 'acknowledged' }), 'hand-off note resolve snooze visit'],
    ['handed off', anAlert({ state: 'handed-off' }), 'acknowledge hand-off note resolve snooze visit'],
    ['interrupting', anAlert({ tier: 'now' }), 'acknowledge hand-off note resolve visit'],
    ['resolved', anAlert({ state: 'resolved' }), 'note visit'],
    ['of the clinic', anAlert({ patient: null }), 'acknowledge hand-off note resolve snooze'],
  ])('%s', (_name, row, verbs) => {
    expect([...possibleVerbs(row)].sort().join(' ')).toBe(verbs);
  });
});

describe('an act', () => {
  it('carries the version on the screen where it depends on it', () => {
    const row = anAlert({ version: 7 });
    expect(bodyOf(row, { kind: 'acknowledge' })).toEqual({ version: 7 });
    expect(bodyOf(row, { kind: 'resolve', outcome: 'contacted' })).toEqual({ version: 7, outcome: 'contacted' });
    expect(bodyOf(row, { kind: 'undo', eventId: 3, version: 9 })).toEqual({ version: 9, eventId: 3 });
    expect(bodyOf(row, { kind: 'unsnooze' })).toEqual({});
    expect(Object.keys(bodyOf(row, { kind: 'note', note: 'x' })).sort()).toEqual(['id', 'note']);
  });
  it.each<[string, Act, boolean]>([
    ['acknowledged it stays', { kind: 'acknowledge' }, false],
    ['handed off it stays until the server says otherwise', { kind: 'hand-off', to: { personId: 'x' } }, false],
    ['resolved it leaves', { kind: 'resolve', outcome: 'contacted' }, true],
    ['snoozed it leaves', { kind: 'snooze', until: { when: 'worse' } }, true],
  ])('%s', (_name, act, gone) => {
    const after = hoped(anAlert(), act, { id: ME, name: 'Me' }, new Date());
    expect(leaves(after, USUAL)).toBe(gone);
  });
  it('leaves the list of snoozed ones when it is shown again', () => {
    const snoozed = anAlert({ snooze: { since: '2026-01-01T00:00:00Z', until: null } });
    const after = hoped(snoozed, { kind: 'unsnooze' }, { id: ME, name: 'Me' }, new Date());
    expect(leaves(snoozed, { ...USUAL, snoozed: 'only' })).toBe(false);
    expect(leaves(after, { ...USUAL, snoozed: 'only' })).toBe(true);
    expect(leaves(snoozed, { ...USUAL, snoozed: 'with' })).toBe(false);
  });
});

describe('a refusal', () => {
  const ana = { by: 'Ana Rehearsal', byPersonId: 'ana' };
  it.each<[string, TimelineEntry[], RegExp]>([
    [
      'names who took it',
      [event({}), event({ kind: 'acknowledged', ...ana })],
      /^Ana Rehearsal was faster and took this at 20 Jan 10:00/,
    ],
    ['names who resolved it', [event({ kind: 'resolved', ...ana })], /^Ana Rehearsal was faster and resolved this/],
    [
      'names who handed it off',
      [event({ kind: 'handed-off', ...ana })],
      /^Ana Rehearsal was faster and handed this off/,
    ],
    [
      'does not name oneself',
      [event({ kind: 'acknowledged', ...ana }), event({ kind: 'note', byPersonId: ME })],
      /^Ana/,
    ],
    [
      'says that the data went on',
      [event({ kind: 'acknowledged', ...ana }), event({ kind: 'worsened' })],
      /^New data came/,
    ],
  ])('%s', (_name, timeline, words) => {
    expect(fasterWords(whoWasFaster(timeline, ME)!, ZONE)).toMatch(words);
  });
  it('blames nobody where nobody else did anything', () => {
    expect(whoWasFaster([event({ kind: 'acknowledged', byPersonId: ME })], ME)).toBeNull();
    expect(refusalWords(new ApiError(409, 'ALERT_VERSION_CONFLICT', 'x'), null, ZONE)).toMatch(/^This has changed/);
  });
  it('tells no connection and too late apart', () => {
    expect(refusalWords(new ApiError(0, 'OFFLINE', 'x'), null, ZONE)).toMatch(/^No connection/);
    expect(refusalWords(new ApiError(409, 'ALERT_UNDO_TOO_LATE', 'x'), null, ZONE)).toMatch(/too late/);
    expect(refusalWords(new Error('x'), null, ZONE)).toMatch(/did not work/);
  });
});

describe('an act whose answer was lost', () => {
  const early = event({ id: 2, kind: 'acknowledged', byPersonId: ME, at: '2026-01-20T09:00:00Z' });
  const undone = event({ id: 3, kind: 'undone', byPersonId: ME, undoes: 2, at: '2026-01-20T09:01:00Z' });
  const again = { ...early, id: 4, at: '2026-01-20T09:30:00Z' };
  const theirs = { ...again, byPersonId: 'ana' };
  const row = { updatedAt: undone.at };
  it.each<[string, Act['kind'], TimelineEntry[], boolean]>([
    ['was done when it left its mark', 'acknowledge', [early, undone, again], true],
    ['was not when nothing came', 'acknowledge', [early, undone], false],
    ['was not when a colleague did it', 'acknowledge', [early, undone, theirs], false],
    ['was not when it was another act of one’s own', 'resolve', [early, undone, again], false],
  ])('%s', (_name, kind, timeline, isDone) => {
    // As it is on the screen with the evidence, and where only the row was read.
    for (const known of [{ timeline: [early, undone] }, undefined])
      expect(wasDone({ kind }, beforeAct(row, known), { timeline }, ME)).toBe(isDone);
  });
  it.each([
    [new ApiError(0, 'OFFLINE', 'x'), true],
    [new ApiError(504, 'HTTP_504', 'x'), true],
    [new ApiError(409, 'ALERT_VERSION_CONFLICT', 'x'), false],
    [new ApiError(500, 'INTERNAL', 'x'), false],
    [new Error('x'), false],
  ])('%o: lost %s', (error, lost) => expect(isAnswerLost(error)).toBe(lost));
});

describe('the way back', () => {
  const detail = (...timeline: TimelineEntry[]): Pick<AlertDetail, 'timeline'> => ({ timeline });
  it('is one’s own last act that the server would take back', () => {
    const until = '2026-01-20T09:15:00Z';
    const mine = event({ id: 2, kind: 'acknowledged', byPersonId: ME, undoableUntil: until });
    const theirs = event({ id: 3, kind: 'resolved', byPersonId: 'ana', undoableUntil: until });
    const snoozed = { ...mine, id: 4, kind: 'snoozed' as const };
    expect(lastUndoable(detail(event({}), mine, theirs, snoozed), 'acknowledged', ME)?.id).toBe(2);
    expect(lastUndoable(detail(snoozed), 'acknowledged', ME)).toBeUndefined();
    expect(lastUndoable(detail(event({ byPersonId: ME })), 'raised', ME)).toBeUndefined();
  });

  const taken = event({ id: 2, kind: 'acknowledged', byPersonId: ME, at: '2026-01-20T09:05:00.002Z' });
  const since = '2026-01-20T09:05:00.000Z';
  it.each<[string, Undoable['alerts'][number]['left'], TimelineEntry[], number | undefined]>([
    ['is that very act', { eventId: 2 }, [taken, { ...taken, id: 3, kind: 'snoozed' }], 2],
    ['of an act that is not there is none', { eventId: 9 }, [taken], undefined],
    [
      'of a row is the first of its kind since',
      { kind: 'acknowledged', since },
      [event({}), taken, { ...taken, id: 5 }],
      2,
    ],
    [
      'of a row is none before',
      { kind: 'acknowledged', since },
      [{ ...taken, at: '2026-01-20T09:04:59.999Z' }],
      undefined,
    ],
    ['of a row is none of a colleague', { kind: 'acknowledged', since }, [{ ...taken, byPersonId: 'ana' }], undefined],
  ])('%s', (_name, left, timeline, id) => {
    expect(eventOf(detail(...timeline), left, ME)?.id).toBe(id);
  });

  const snooze = { since, until: null };
  it.each<[string, BulkAct, Partial<AlertRow>, object | null]>([
    ['acknowledged', { kind: 'acknowledge' }, { stateSince: since }, { kind: 'acknowledged', since }],
    ['snoozed', { kind: 'snooze', until: { when: 'worse' } }, { snooze }, { kind: 'snoozed', since }],
    ['what was one’s own already', { kind: 'acknowledge' }, { snooze }, null],
  ])('from one of many: %s', (_name, act, after, left) => {
    expect(leftOn(act, anAlert(), anAlert(after))).toEqual(left);
  });

  const of = (eventId: number, ...ids: string[]): Undoable => ({
    words: String(eventId),
    until: 1,
    alerts: ids.map((id) => ({ id, name: '', left: { eventId } })),
  });
  const until = '2026-01-20T09:15:00Z';
  it.each<[string, TimelineEntry[], boolean]>([
    ['stands while the server would take it back', [event({}), { ...taken, undoableUntil: until }], true],
    ['is over once it would not', [event({}), taken], false],
    ['stands where the page has not heard of it yet', [event({})], true],
  ])('%s', (_name, timeline, stands) => {
    const [one] = asItStands([of(2, 'a')], { id: 'a', ...detail(...timeline) }, ME);
    expect(standingOf(one!)).toHaveLength(stands ? 1 : 0);
  });
  it('is over with that act on that alert alone, and stands again when the server says so', () => {
    const done = [of(1, 'a'), of(2, 'a'), of(2, 'b'), of(2, 'a', 'b')];
    const after = asItStands(done, { id: 'a', ...detail(taken) }, ME);
    const left = (all: readonly Undoable[]) =>
      all.map((one) =>
        standingOf(one)
          .map(({ id }) => id)
          .join(),
      );
    expect(left(after)).toEqual(['a', '', 'b', 'b']);
    expect(left(asItStands(after, { id: 'a', ...detail({ ...taken, undoableUntil: until }) }, ME))).toEqual([
      'a',
      'a',
      'b',
      'a,b',
    ]);
    expect(after[2]).toBe(done[2]);
  });
  it('ends when the server’s time is over', () => {
    const done = [1, 2].map((n) => ({ words: String(n), until: n * 1000, alerts: [] }));
    expect(stillUndoable(done, 1500).map(({ words }) => words)).toEqual(['2']);
  });
  it('is said with what was done', () => {
    const row = anAlert();
    expect(doneWords({ kind: 'acknowledge' }, row)).toBe('June Walker: acknowledged.');
    expect(doneWords({ kind: 'snooze', until: { when: 'day', on: '2026-11-30' } }, row)).toBe(
      'June Walker: snoozed until Mon 30 Nov.',
    );
    expect(doneWords({ kind: 'resolve', outcome: 'contacted' }, anAlert({ patient: null }))).toBe(
      'The clinic: resolved.',
    );
    expect(bulkDoneWords({ kind: 'acknowledge' }, 2, 3)).toBe('2 of 3 acknowledged.');
    expect(bulkDoneWords({ kind: 'acknowledge' }, 2, 2, 1)).toBe('1 acknowledged, 1 was yours already.');
    expect(bulkDoneWords({ kind: 'acknowledge' }, 3, 4, 2)).toBe('1 acknowledged, 2 were yours already, 1 not.');
  });
});

it('a row without an owner says which discipline it was handed to', () => {
  expect(waitsForWords('physical-therapist')).toBe('for physical therapist');
  expect(waitsForWords(null)).toBe('no owner');
});

it.each<[string, HandTo, Partial<AlertRow>]>([
  ['a discipline', { discipline: 'psychologist' }, { discipline: 'psychologist' }],
  // Whose name comes with the answer; the discipline of its rule has nothing to do with it.
  ['a person', { personId: 'ana' }, { discipline: null }],
])('handed to %s', (_name, to, after) => {
  const row = anAlert({ discipline: 'nurse-coordinator' });
  expect(hoped(row, { kind: 'hand-off', to }, { id: ME, name: 'Me' }, new Date())).toMatchObject({
    state: 'handed-off',
    owner: null,
    ...after,
  });
});

it('a row says what the patient has said to it, also by words that this page does not know', () => {
  expect(answeredWords('ill', null)).toBe('Said: “I was ill”');
  expect(answeredWords('moved-house', null)).toBe('Said: “Something else”');
  expect(answeredWords('other', 'I moved {house}')).toBe('Said: “Something else: I moved {house}”');
});
