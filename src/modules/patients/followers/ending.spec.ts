import { describe, expect, it } from '@jest/globals';
import { type EndingAct, toEnded, toTakenBack } from './ending.js';

const AT = new Date('2026-11-27T10:00:00Z');
const NOBODY: EndingAct = { endedAs: null, endedBy: null, endedAt: null };
const by = (endedAs: 'patient' | 'team'): EndingAct => ({ endedAs, endedBy: 'Ana', endedAt: AT });
const BEFORE: EndingAct = { endedAs: 'before', endedBy: null, endedAt: AT };
type Grant = Parameters<typeof toEnded>[0];
const grant = (change: Partial<Grant>): Grant => ({
  ...NOBODY,
  until: AT,
  isOver: true,
  isMember: true,
  isAgreed: true,
  ...change,
});

describe('a grant', () => {
  it.each<[string, Partial<Grant>, ReturnType<typeof toEnded>]>([
    ['that holds has not ended', { isOver: false }, null],
    ['that waits has not ended', { isOver: false, isAgreed: false }, null],
    ['of whom the clinic knows no more', { isOver: false, isMember: false }, end('ended', 'account', null, null)],
    ['whose day has come', {}, end('ended', 'date', null, AT)],
    ['that the patient ended', by('patient'), end('ended', 'patient')],
    ['that waited, and the patient said no', { ...by('patient'), isAgreed: false }, end('refused', 'patient')],
    ['that the team ended', by('team'), end('ended', 'team')],
    ['that waited, and the team ended', { ...by('team'), isAgreed: false }, end('ended', 'team')],
    ['that was ended, of somebody who has left since', { ...by('team'), isMember: false }, end('ended', 'team')],
    ['from before it was kept', BEFORE, end('ended', 'unknown', null)],
  ])('%s', (_, change, ended) => expect(toEnded(grant(change))).toEqual(ended));
});

describe('an invitation', () => {
  it.each<[string, Parameters<typeof toTakenBack>[0], ReturnType<typeof toTakenBack>]>([
    ['to which the patient said no', { ...by('patient'), isAgreed: false }, end('refused', 'patient')],
    ['that the patient had made or allowed', { ...by('patient'), isAgreed: true }, end('taken-back', 'patient')],
    ['that the team took back', { ...by('team'), isAgreed: false }, end('taken-back', 'team')],
    ['from before it was kept', { ...NOBODY, endedAt: AT, isAgreed: false }, end('taken-back', 'unknown', null)],
  ])('%s', (_, invitation, ended) => expect(toTakenBack(invitation)).toEqual(ended));
});

function end(
  what: 'refused' | 'taken-back' | 'ended',
  as: 'patient' | 'team' | 'date' | 'account' | 'unknown',
  name: string | null = 'Ana',
  at: Date | null = AT,
) {
  return { what, as, by: name, at };
}
