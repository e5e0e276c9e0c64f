import { DomainError } from '../../../platform/http/domain-error.js';
import { TREATMENT_TYPES } from '../../treatments/index.js';

/** Types of `record` that anybody reads by id. */
const READ: readonly string[] = ['QuestionnaireResponse', 'DocumentReference', ...TREATMENT_TYPES];

/** The type of the address. @throws DomainError TYPE_NOT_SUPPORTED */
export const readableType = (type: string) => offered(type, READ);
/** One that can be searched and created as it is: no other room gives it a meaning of its own on the way in. */
export const writableType = (type: string) => offered(type, TREATMENT_TYPES);

function offered(type: string, types: readonly string[]): string {
  if (types.includes(type)) return type;
  throw new DomainError(
    'TYPE_NOT_SUPPORTED',
    404,
    `${/^[A-Za-z]{1,40}$/.test(type) ? type : 'This type'} is not offered here.`,
    [],
    'not-supported',
  );
}
