import type { Upload } from '../api/types.js';
import { number } from '../words/index.js';

/** Why entries of a file were not taken, and how many each. Nothing where none was, or nobody has kept why. */
export function Refusals({ refusals }: Pick<Upload, 'refusals'>) {
  if (!refusals || refusals.length === 0) return null;
  return (
    <details className="small">
      <summary>Why entries were refused</summary>
      <ul>
        {refusals.map(({ message, count }) => (
          <li key={message}>
            {number(count)} × {message}
          </li>
        ))}
      </ul>
    </details>
  );
}
