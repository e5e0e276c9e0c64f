import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';

/** What became of one file at our doors. Every file has exactly one. */
export type Outcome = 'went in' | 'partly refused' | 'refused' | 'not yet supported' | 'holds no readings';

export interface FileOutcome {
  /** Below the data folder, with `/`. */
  readonly file: string;
  readonly outcome: Outcome;
  /** Observations or readings in the file, counted without our parsers. */
  readonly expected: number;
  readonly wentIn: number;
  readonly refused: number;
  /** In the words of the answer, or why nothing was sent. */
  readonly reason: string;
}

export function listFiles(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .sort();
}

/** @param reason - of the first refusal, empty when there is none */
export function outcomeOf(file: string, expected: number, wentIn: number, reason: string): FileOutcome {
  const refused = expected - wentIn;
  const outcome = refused === 0 ? 'went in' : wentIn === 0 ? 'refused' : 'partly refused';
  return { file, outcome, expected, wentIn, refused, reason };
}

export const without = (
  file: string,
  outcome: 'not yet supported' | 'holds no readings',
  reason: string,
): FileOutcome => ({
  file,
  outcome,
  expected: 0,
  wentIn: 0,
  refused: 0,
  reason,
});
