import { DomainError } from '../../platform/http/domain-error.js';

export const gone = () =>
  new DomainError(
    'TRANSFER_GONE',
    404,
    'This code is unknown, used, revoked or expired. Ask the other clinic for a new one.',
  );

export const sameClinic = () =>
  new DomainError('SAME_CLINIC', 409, 'This patient is a patient of your clinic already.');

export const offerExists = () =>
  new DomainError(
    'TRANSFER_EXISTS',
    409,
    'This offer was made already and its code shown: revoke it, then make a new one.',
  );
