import { DomainError, type FieldError } from '../../platform/http/domain-error.js';
import type { Stored } from '../observations/index.js';
import type { Ingested } from './ingest.schema.js';

const MOST_REFUSALS = 100;

/** What became of one reading. */
export type Became = Stored | DomainError;

export const firstRefusals = (refused: readonly FieldError[]): FieldError[] => refused.slice(0, MOST_REFUSALS);

/**
 * What the sender is told: counts, and who was refused where.
 *
 * @param became.paths - where each reading stands in what was sent, in the order of the answers
 */
export function toIngested(
  became: { answers: readonly Became[]; paths: readonly string[] },
  { refused, skipped }: Pick<Ingested, 'refused' | 'skipped'>,
): Ingested {
  const closed = became.answers.flatMap((one, i) =>
    one instanceof DomainError ? [{ path: became.paths[i] ?? '', message: one.message }] : [],
  );
  const all = [...refused, ...closed];
  return { ...tally(became.answers), refused: firstRefusals(all), refusedCount: all.length, skipped };
}

export function tally(answers: readonly Became[]) {
  const stored = answers.filter((one) => !(one instanceof DomainError)) as Stored[];
  const count = (outcome: Stored['outcome']) => stored.filter((one) => one.outcome === outcome).length;
  return { stored: count('created'), updated: count('updated'), duplicates: count('unchanged') };
}

/** Null: it was refused, so there is none. */
export const idOf = (one: Became): string | null => (one instanceof DomainError ? null : one.id);
