import type { Caller } from '../../platform/auth/caller.js';
import type { Sensitivity } from '../../platform/auth/sensitivity.js';
import { labelsOf } from './labels.js';
import type { StoredRecord } from './record.js';
import { findProtectors } from './record.repository.js';

/** One label is what our pages offer; a record that came with several is treated as its first. */
export const labelOf = (record: Pick<StoredRecord, 'resource'> | undefined): Sensitivity | null =>
  (record && labelsOf(record.resource)[0]) ?? null;

/** Taking a label away opens a record to the whole team: for whoever put it there to do, and for nobody else. */
export const mayChangeLabel = async (caller: Caller, record: StoredRecord | undefined): Promise<boolean> =>
  !record || (await findChangeable(caller, [record])).has(record);

/** Those of the records whose label the caller may change, or put on. */
export async function findChangeable(
  caller: Caller,
  records: readonly StoredRecord[],
): Promise<ReadonlySet<StoredRecord>> {
  const changeable = new Set(records.filter((record) => labelOf(record) === null));
  const labelled = records.filter((record) => !changeable.has(record));
  if (caller.personId === null) return changeable;
  for (const [type, same] of Map.groupBy(labelled, ({ resource }) => resource.resourceType)) {
    const protectors = await findProtectors(
      type,
      same.map(({ id }) => id),
    );
    for (const record of same) if (protectors.get(record.id) === caller.personId) changeable.add(record);
  }
  return changeable;
}
