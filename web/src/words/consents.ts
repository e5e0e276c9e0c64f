import type { App, ConsentDecision, ConsentPurpose } from '../api/types.js';
import { sayOnPage } from './say.js';

/** ICU's choices have no hyphens. */
const choice = (word: string) => word.replaceAll('-', '');

/** What a consent is about: "Monitoring". */
export const purposeWords = (purpose: ConsentPurpose): string =>
  sayOnPage('consent.purpose', { purpose: choice(purpose) });

/** Why it is asked just now. */
export const askFirstWords = (purpose: ConsentPurpose): string =>
  sayOnPage('consent.askFirst', { purpose: choice(purpose) });

/** What a withdrawal leads to. */
export const withdrawalWords = (purpose: ConsentPurpose): string =>
  sayOnPage('consent.follows', { purpose: choice(purpose) });

/** What an integration is for, by what its patients must have agreed to; null: the treatment itself. */
export const sharedForWords = (purpose: App['sharesFor']): string =>
  sayOnPage('apps.sharesForOf', { purpose: choice(purpose ?? 'treatment') });

/** How an answer was told, and who wrote it down. */
export const howWords = ({ how, by }: Pick<ConsentDecision, 'how' | 'by'>): string =>
  sayOnPage('consent.by', { how: choice(how), name: by.name ?? '' });
