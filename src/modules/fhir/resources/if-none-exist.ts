import { findUnreadable } from '../../../platform/http/readable-text.js';
import { refuse } from './fhir-errors.js';

export interface Identifier {
  /** Null: any system. */
  readonly system: string | null;
  readonly value: string;
}

/** `If-None-Exist: identifier=system|value`, and nothing looser. */
export function readCondition(text: string, expression = 'If-None-Exist'): Identifier {
  // As programs write it, with nothing to decode: a Bundle asks this for each entry.
  const plain = /^identifier=([^&|%+]+)\|([^&|%+]+)$/.exec(text);
  if (plain) return { system: plain[1]!, value: plain[2]! };
  const unreadable = findUnreadable(text);
  if (unreadable) return refused(expression, `${expression} ${unreadable.message}`);
  const parameters = new URLSearchParams(text);
  const identifier = parameters.get('identifier');
  const parts = identifier?.split('|') ?? [];
  const value = parts.at(-1);
  if ([...parameters.keys()].length !== 1 || !value || parts.length > 2)
    return refused(expression, `${expression} must be identifier=<system>|<value>`);
  return { system: parts.length === 2 ? parts[0]! : null, value };
}

const refused = (expression: string, diagnostics: string) =>
  refuse([{ severity: 'error', code: 'invalid', expression, diagnostics }], 400);
