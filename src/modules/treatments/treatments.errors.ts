import { DomainError } from '../../platform/http/domain-error.js';

export const treatmentExists = () =>
  new DomainError('TREATMENT_EXISTS', 409, 'Something else has been noted under this id already.');

export const treatmentTakenBack = () =>
  new DomainError(
    'TREATMENT_TAKEN_BACK',
    409,
    'This was taken back as a mistake meanwhile. If it is right, add it anew.',
  );

export const treatmentChanged = () =>
  new DomainError('TREATMENT_CHANGED', 409, 'Somebody changed this since you read it. Read it again, then change it.');

export const treatmentProtected = () =>
  new DomainError(
    'TREATMENT_PROTECTED',
    403,
    'Somebody else protected this. Only they can change how it is protected.',
    [{ path: 'label', message: 'must stay as it is: somebody else protected this' }],
  );
