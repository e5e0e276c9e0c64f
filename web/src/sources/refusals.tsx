import type { Upload } from '../api/types.js';
import { phrase } from '../words/index.js';

export interface RefusalsOfFile {
  /** When the file came; null where only one is spoken of. */
  readonly at: string | null;
  readonly counts: NonNullable<Upload['refusals']>;
}

/** Why entries of a file were not taken, and how many. */
export function Refusals({ at, counts }: RefusalsOfFile) {
  return (
    <details className="small">
      <summary>{phrase('file.whyRefused', { at: at ?? 'none' })}</summary>
      <ul>
        {counts.map(({ message, count }) => (
          <li key={message}>{phrase('file.refusedFor', { count, why: message })}</li>
        ))}
      </ul>
    </details>
  );
}
