import { isCollision } from '../../platform/database/collisions.js';
import { isDatabaseAway } from '../../platform/database/database-away.js';
import { DomainError } from '../../platform/http/domain-error.js';
import { type Pace, turns } from './turns.js';
import { VendorError } from './vendors/index.js';

/** Somebody has said no, and will say it again of the same: a fault of what was sent. */
export const isRefusal = (error: unknown): error is DomainError | VendorError =>
  error instanceof VendorError || (error instanceof DomainError && error.status < 500);

/** Nobody is at fault: the database is away, or has more to do than it can. It may last for hours. */
export const isPassing = (error: unknown): boolean =>
  error instanceof DomainError ? error.status === 503 : isDatabaseAway(error) || isCollision(error);

/**
 * Does the work again and again as long as its faults may be waited out. Waiting keeps no process alive.
 *
 * @param of.goesOn - told each fault: is it worth another try?
 * @throws the last fault, when it is not, or when the signal comes
 */
export async function keepTrying<T>(
  work: () => Promise<T>,
  of: { signal: AbortSignal; goesOn?: (error: unknown) => boolean; pace?: Pace },
): Promise<T> {
  const { signal, goesOn = isPassing } = of;
  let last: unknown = signal.reason;
  for await (const _ of turns(signal, of.pace))
    try {
      return await work();
    } catch (error) {
      if (signal.aborted || !goesOn(error)) throw error;
      last = error;
    }
  throw last;
}
