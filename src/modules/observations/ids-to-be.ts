import { findOrStoreParts } from './known-parts.js';
import type { NewObservation } from './observation.js';
import { spellId } from './observation-id.js';
import { toKeyed } from './store-observations.js';

/**
 * By which ids readings stand in the clinic of the open transaction, whether they are stored there yet or not: an id spells
 * what makes it that reading. Undefined for the few that it cannot spell.
 */
export async function findIdsToBe(batch: readonly NewObservation[]): Promise<(string | undefined)[]> {
  const parts = await findOrStoreParts(batch);
  return batch.map((one, i) => {
    const { seriesId, observation } = toKeyed(one, parts[i]!);
    return spellId({ seriesId, startMs: observation.startMs, endMs: observation.endMs });
  });
}
