import { describe, expect, it } from '@jest/globals';
import { ApiError } from '../api/api-error.js';
import { overlapWords } from './overlap-words.js';

describe('a visit at the time of another', () => {
  const at = '2026-11-30T09:00:00.000Z';
  const clinician = { path: 'clinicianId', message: 'has a visit then', at };
  const patient = { path: 'patientId', message: 'has a visit then', at: '2026-11-30T09:15:00.000Z' };
  const refusal = (errors: (typeof clinician)[], code = 'VISIT_OVERLAPS') => new ApiError(409, code, '', null, errors);
  const said = (error: Error | null, me = false) =>
    overlapWords(error, { patient: 'June Walker', clinician: me ? null : 'Ana Lee' }, 'Europe/Berlin');

  it('says who is busy, and from when by the clinic’s clock', () => {
    expect(said(refusal([clinician]))).toBe('Ana Lee has a visit at 10:00 then.');
    expect(said(refusal([clinician, patient]), true)).toBe(
      'You have a visit at 10:00 then. June Walker has a visit at 10:15 then.',
    );
  });

  it('is silent about anything else', () => {
    expect([said(null), said(refusal([], 'VISIT_DAY_FULL')), said(new Error('no'))]).toEqual([null, null, null]);
  });
});
