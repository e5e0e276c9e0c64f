import type { Caller } from '../../platform/auth/caller.js';
import type { Sensitivity } from '../../platform/auth/sensitivity.js';
import { labelsOf } from './labels.js';
import type { StoredRecord } from './record.js';
import { findProtector } from './record.repository.js';

/** One label is what our pages offer; a record that came with several is treated as its first. */
export const labelOf = (record: StoredRecord | undefined): Sensitivity | null =>
  (record && labelsOf(record.resource)[0]) ?? null;

/** Taking a label away opens a record to the whole team: for whoever put it there to do, and for nobody else. */
export const mayChangeLabel = async (caller: Caller, record: StoredRecord | undefined): Promise<boolean> =>
  !record ||
  labelOf(record) === null ||
  (caller.personId !== null && (await findProtector(record.resource.resourceType, record.id)) === caller.personId);
