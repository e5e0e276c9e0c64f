import { describe, expect, it } from '@jest/globals';
import {
  decideVisit,
  decideWithdrawal,
  type Modality,
  type Side,
  type VisitAct,
  type VisitState,
} from './visit-lifecycle.js';

const STATES: readonly VisitState[] = ['booked', 'waiting', 'in-progress', 'ended', 'cancelled'];
const short = (state: VisitState, act: VisitAct, by: Side, modality: Modality = 'video', agreed = true) => {
  const decision = decideVisit({ state, modality }, act, by, agreed);
  return decision.kind === 'move' ? decision.to : decision.kind === 'same' ? 'same' : decision.code;
};

describe('decideVisit', () => {
  it.each([
    // act, by, booked, waiting, in-progress, ended, cancelled
    ['arrive', 'patient', 'waiting', 'same', 'same', 'VISIT_ENDED', 'VISIT_CANCELLED'],
    ['admit', 'clinic', 'VISIT_NOT_WAITING', 'in-progress', 'same', 'VISIT_ENDED', 'VISIT_CANCELLED'],
    ['end', 'clinic', 'VISIT_NOT_ADMITTED', 'VISIT_NOT_ADMITTED', 'ended', 'same', 'VISIT_CANCELLED'],
    ['cancel', 'clinic', 'cancelled', 'cancelled', 'VISIT_IN_PROGRESS', 'VISIT_ENDED', 'same'],
    ['cancel', 'patient', 'cancelled', 'cancelled', 'VISIT_IN_PROGRESS', 'VISIT_ENDED', 'same'],
  ] as const)('%s by the %s', (act, by, ...expected) => {
    expect(STATES.map((state) => short(state, act, by))).toEqual(expected);
  });

  it.each([
    ['arrive', 'clinic'],
    ['admit', 'patient'],
    ['end', 'patient'],
  ] as const)('%s is never for the %s', (act, by) => {
    expect(STATES.map((state) => short(state, act, by))).toEqual(STATES.map(() => 'VISIT_WRONG_SIDE'));
  });

  it.each(['phone', 'in-person'] as const)('needs no waiting room for a visit by %s', (modality) => {
    expect(short('booked', 'admit', 'clinic', modality)).toBe('in-progress');
    expect(short('waiting', 'admit', 'clinic', modality)).toBe('in-progress');
  });

  it.each([
    ['arrive', 'patient', 'video', 'CONSENT_NEEDED', 'same', 'same'],
    ['admit', 'clinic', 'video', 'VISIT_NOT_WAITING', 'CONSENT_NEEDED', 'same'],
    ['admit', 'clinic', 'phone', 'CONSENT_NEEDED', 'CONSENT_NEEDED', 'same'],
    ['arrive', 'patient', 'in-person', 'waiting', 'same', 'same'],
    ['admit', 'clinic', 'in-person', 'in-progress', 'in-progress', 'same'],
    ['end', 'clinic', 'video', 'VISIT_NOT_ADMITTED', 'VISIT_NOT_ADMITTED', 'ended'],
    ['cancel', 'patient', 'video', 'cancelled', 'cancelled', 'VISIT_IN_PROGRESS'],
  ] as const)('%s by the %s without consent, %s', (act, by, modality, ...expected) => {
    const states = ['booked', 'waiting', 'in-progress'] as const;
    expect(states.map((state) => short(state, act, by, modality, false))).toEqual(expected);
  });

  it.each([
    ['video', null, 'cancelled', 'ended', null, null],
    ['phone', null, 'cancelled', 'ended', null, null],
    ['in-person', null, null, null, null, null],
  ] as const)('a withdrawn consent, %s', (modality, ...expected) => {
    expect(STATES.map((state) => decideWithdrawal({ state, modality }))).toEqual(expected);
  });

  it('never leaves an end: ended and cancelled move nowhere', () => {
    for (const state of ['ended', 'cancelled'] as const)
      for (const act of ['arrive', 'admit', 'end', 'cancel'] as const)
        for (const by of ['patient', 'clinic'] as const)
          expect(decideVisit({ state, modality: 'video' }, act, by, true).kind).not.toBe('move');
  });
});
