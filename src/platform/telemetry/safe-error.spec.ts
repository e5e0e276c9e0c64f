import { describe, expect, it } from '@jest/globals';
import { QueryFailedError } from 'typeorm';
import { safeError } from './safe-error.js';

/** As PostgreSQL writes it: with what was sent in its words. */
const refused = () =>
  Object.assign(new Error('invalid input syntax for type uuid: "Juniper Weaver"'), {
    severity: 'ERROR',
    code: '22P02',
    table: 'patient',
    constraint: 'patient_pk',
    detail: '(Juniper)',
  });

describe('what a log may hold of an error', () => {
  it.each([
    ['from PostgreSQL', refused()],
    ['from PostgreSQL, wrapped by TypeORM', new QueryFailedError('SELECT $1', ['Juniper'], refused())],
  ])('is no word of one %s but where it happened', (_where, error) => {
    const safe = safeError(error);
    expect(JSON.stringify(safe)).not.toContain('Juniper');
    expect(safe).toMatchObject({ code: '22P02', table: 'patient', constraint: 'patient_pk' });
  });

  it('is all of our own', () => {
    expect(safeError(new TypeError('No clinic'))).toMatchObject({ name: 'TypeError', message: 'No clinic' });
  });
});
