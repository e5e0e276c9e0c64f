import { describe, expect, it } from '@jest/globals';
import { DomainError } from '../../platform/http/domain-error.js';
import { isNotStorable, notStorable } from './not-storable.js';

describe('what the database cannot hold', () => {
  it.each([
    [{ code: '22003' }, 'value'],
    [{ code: '54000', constraint: 'concept_code_uq' }, 'code'],
    [{ code: '54000', constraint: 'source_uq' }, 'source'],
    [{ code: '22021' }, ''],
  ])('%j is a fault of the reading, at %j', (error, path) => {
    const refused = notStorable(error);
    expect(refused).toMatchObject({ code: 'NOT_STORABLE', status: 422, errors: [{ path }] });
    expect(isNotStorable(refused)).toBe(true);
  });

  it.each([{ code: '23505' }, { code: '40001' }, new Error('x'), new DomainError('A', 422, 'b'), null, undefined])(
    '%j is none',
    (error) => expect([notStorable(error), isNotStorable(error)]).toEqual([undefined, false]),
  );
});
