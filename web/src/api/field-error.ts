import { serverFieldWords } from '../words/index.js';
import { ApiError } from './api-error.js';

/** What the server said of this field of the form, as a sentence beside it; null when it said nothing of it. */
export function fieldError(error: Error | null, name: string): string | null {
  const said = error instanceof ApiError ? error.errors.find(({ path }) => path === name) : undefined;
  return said ? serverFieldWords(said.message) : null;
}

/** Whether everything that is wrong stands beside one of these fields, so that no banner repeats it. */
export const isBesideFields = (error: Error | null, names: readonly string[]): boolean =>
  error instanceof ApiError && error.errors.length > 0 && error.errors.every(({ path }) => names.includes(path));
