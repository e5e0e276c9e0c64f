import type { Caller } from '../../../platform/auth/caller.js';
import type { DomainError } from '../../../platform/http/domain-error.js';
import type { NewObservation, Stored } from '../observation.js';
import type { ObservationsService } from '../observations.service.js';
import { PeriodClosed } from './period-closed.js';

/**
 * Stores what does not fall into a closed period, all or nothing, and refuses the rest alone: a history that a phone or a
 * vendor always sends whole must not be stopped for ever by its oldest days.
 *
 * @param batch - readings that do not refer to each other
 * @returns what became of each, in their order
 */
export async function storeOpen(
  observations: Pick<ObservationsService, 'store'>,
  caller: Caller,
  batch: readonly NewObservation[],
): Promise<(Stored | DomainError)[]> {
  try {
    return await observations.store(caller, batch);
  } catch (error) {
    if (!(error instanceof PeriodClosed)) throw error;
    const { places } = error;
    // Asked again: another month may have been closed meanwhile.
    const open = batch.filter((_, i) => !places.has(i));
    const became = await storeOpen(observations, caller, open);
    let next = 0;
    return batch.map((_, i) => places.get(i) ?? became[next++]!);
  }
}
