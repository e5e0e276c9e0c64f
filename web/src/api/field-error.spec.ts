import { expect, it } from '@jest/globals';
import { ApiError } from './api-error.js';
import { fieldError } from './field-error.js';

it('what the server refuses reads beside the field like what the form itself says', () => {
  const refused = new ApiError(422, 'INVALID_INPUT', '', null, [{ path: 'phone', message: 'must be a number' }]);
  expect(fieldError(refused, 'phone')).toBe('This must be a number.');
  expect(fieldError(refused, 'email')).toBeNull();
  expect(fieldError(new Error('offline'), 'phone')).toBeNull();
});
