import { z } from 'zod';
import { invalid } from '../../../platform/http/domain-error.js';

/** Where a page ended: tier, due, raised, resolved, id, as the database wrote them (instants to the microsecond). */
const Position = z.tuple([z.int(), z.string(), z.string(), z.string().nullable(), z.uuid()]);
export type Position = Readonly<z.output<typeof Position>>;

export const writePosition = (position: Position): string =>
  Buffer.from(JSON.stringify(position)).toString('base64url');

/** @throws DomainError INVALID_INPUT for anything that no page ended with */
export function readPosition(text: string): Position {
  try {
    return Position.parse(JSON.parse(Buffer.from(text, 'base64url').toString()));
  } catch {
    throw invalid([{ path: 'after', message: 'must be the `next` of the page before' }]);
  }
}
