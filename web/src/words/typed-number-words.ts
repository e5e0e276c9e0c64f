import { readNumber, typedAs } from './read-number.js';
import { sayOnPage } from './say.js';

/** What is wrong with a number as it was typed; null when it can be taken, or nothing is there yet. */
export function typedNumberWords(text: string): string | null {
  const typed = readNumber(text);
  if (typed.kind === 'ambiguous')
    return sayOnPage('field.ambiguous', {
      text: text.trim(),
      grouped: String(typed.grouped),
      decimal: typedAs(typed.decimal),
    });
  return typed.kind === 'unreadable' ? sayOnPage('field.noNumber') : null;
}
