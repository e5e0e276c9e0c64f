import { DomainError } from '../../platform/http/domain-error.js';
import type { ConsentRefusal } from './decide-consent.js';

const SENTENCES: Record<ConsentRefusal, readonly [status: number, sentence: string]> = {
  CONSENT_TEXT_NEEDED: [422, 'Say which text was shown: textHash is the sha256 of one of the texts in force.'],
  CONSENT_TEXT_CHANGED: [409, 'This text is no longer, or not here, the one in force. Read it again, then answer.'],
  CONSENT_NOT_GIVEN: [409, 'There is no consent to withdraw.'],
  CONSENT_GIVEN: [409, 'Consent is given: withdraw it instead.'],
};

export const refused = (code: ConsentRefusal) =>
  new DomainError(code, SENTENCES[code][0], SENTENCES[code][1], [
    ...(code === 'CONSENT_TEXT_NEEDED' ? [{ path: 'textHash', message: 'is missing' }] : []),
  ]);
export const textExists = () =>
  new DomainError('CONSENT_TEXT_EXISTS', 409, 'There is a text with this id already, and it is another one.');
