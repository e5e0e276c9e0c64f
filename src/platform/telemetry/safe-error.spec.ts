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

  it('is each of those that failed together, not more than twenty', () => {
    const some = [refused(), new TypeError('No clinic')];
    expect(safeError(new AggregateError(some, '2 failed'))).toMatchObject({
      name: 'AggregateError',
      message: '2 failed',
      errors: [{ code: '22P02' }, { name: 'TypeError', message: 'No clinic' }],
    });
    const many = new AggregateError(Array.from({ length: 500 }, refused), 'all failed');
    expect((safeError(many) as { errors: object[] }).errors).toHaveLength(20);
    expect(JSON.stringify(safeError(many))).not.toContain('Juniper');
  });

  it('is all of our own', () => {
    expect(safeError(new TypeError('No clinic'))).toMatchObject({ name: 'TypeError', message: 'No clinic' });
  });
});
