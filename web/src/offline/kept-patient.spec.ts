import { describe, expect, it } from '@jest/globals';
import { ApiError } from '../api/api-error.js';
import type { Session } from '../api/types.js';
import { isCutOff, isSignedOut, keptOf, readKept } from './kept-patient.js';

const now = Date.parse('2026-11-20T09:00:00.000Z');
const aSession = (over: Partial<Session> = {}): Session => ({
  person: { id: 'person-1', name: 'June Walker', email: 'june@people.example' },
  clinic: { id: 'c', name: 'Hill clinic', slug: 'hill', timeZone: 'Europe/Berlin', demo: false },
  role: 'patient',
  profession: null,
  patientId: 'patient-1',
  clinics: [],
  secondFactorNeeded: false,
  ends: { idleSeconds: 3600, at: '2026-12-20T09:00:00.000Z' },
  serverTime: '2026-11-20T09:00:00.000Z',
  ...over,
});
const kept = keptOf(aSession(), null, now)!;

describe('what a device keeps of who is signed in', () => {
  it('is this and no more', () =>
    expect(kept).toEqual({
      personId: 'person-1',
      patientId: 'patient-1',
      firstName: 'June',
      timeZone: 'Europe/Berlin',
      answeredAt: { diary: null, peg: null },
      until: '2026-11-20T10:00:00.000Z',
    }));

  it.each(['clinician', 'coordinator', 'admin', 'auditor', 'caregiver'] as const)('nothing of a %s', (role) =>
    expect(keptOf(aSession({ role }), kept, now)).toBeNull(),
  );

  it('nothing of a patient without a record, or who still owes a second factor', () => {
    expect(keptOf(aSession({ patientId: null }), kept, now)).toBeNull();
    expect(keptOf(aSession({ secondFactorNeeded: true }), kept, now)).toBeNull();
  });

  it('what the pages have learned stays with the same patient, and goes with another', () => {
    const learned = {
      ...kept,
      timeZone: 'Asia/Tokyo',
      answeredAt: { diary: '2026-11-20T08:00:00.000Z', peg: null },
    };
    expect(keptOf(aSession(), learned, now)).toMatchObject({
      timeZone: 'Asia/Tokyo',
      answeredAt: learned.answeredAt,
    });
    const others = [
      aSession({ patientId: 'patient-2' }),
      aSession({ person: { id: 'person-2', name: 'Robin Fable', email: 'robin@people.example' } }),
    ];
    for (const other of others)
      expect(keptOf(other, learned, now)).toMatchObject({
        timeZone: 'Europe/Berlin',
        answeredAt: { diary: null, peg: null },
      });
  });

  it('ends with the session at the latest', () =>
    expect(keptOf(aSession({ ends: { idleSeconds: 9e6, at: '2026-11-21T09:00:00.000Z' } }), null, now)?.until).toBe(
      '2026-11-21T09:00:00.000Z',
    ));
});

describe('what was stored', () => {
  it('is taken whole, until its end', () => {
    const stored: unknown = JSON.parse(JSON.stringify(kept));
    expect(readKept(stored, now)).toEqual(kept);
    expect(readKept(stored, Date.parse(kept.until))).toBeNull();
  });

  it.each([
    ['nothing', null],
    ['a number', 7],
    ['half of it', { ...kept, patientId: undefined }],
    ['no forms', { ...kept, answeredAt: null }],
    ['an end that is no time', { ...kept, until: 'soon' }],
    ['a zone that is none', { ...kept, timeZone: 'Moon/Base' }],
  ])('%s is nothing', (_, stored) => expect(readKept(stored, now)).toBeNull());
});

describe('an answer to signing out after which nobody is signed in', () => {
  it.each([
    [401, true],
    [0, false],
    [403, false],
    [429, false],
    [500, false],
    [503, false],
  ])('%p: %p', (status, is) => expect(isSignedOut(new ApiError(status, 'X', ''))).toBe(is));
});

describe('cut off', () => {
  it.each([
    [0, true],
    [502, true],
    [503, true],
    [504, true],
    [401, false],
    [403, false],
    [404, false],
    [429, false],
    [500, false],
  ])('%p: %p', (status, is) => expect(isCutOff(new ApiError(status, 'X', ''))).toBe(is));

  it('is not what a page did wrong', () => expect(isCutOff(new TypeError('x is undefined'))).toBe(false));
});
