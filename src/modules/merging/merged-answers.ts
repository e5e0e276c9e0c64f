import type { Caller } from '../../platform/auth/caller.js';
import { type ConsentHooks, type ConsentStatus, findDecisions, insertDecision } from '../consents/index.js';
import { type Answer, answersAtParting, answersToEnd } from './decide-answers.js';

const AT_MERGE = 'Refused on the other record of this person.';
const SINCE_MERGE = 'Refused while this record was merged with another one.';
const AT_PARTING = 'Agreed to before this record was merged with another one, which it is no longer.';

/** Has the stricter of two answers count for the record that stays. @returns ids of what was written */
export async function joinAnswers(
  caller: Caller,
  hooks: ConsentHooks,
  survivorId: string,
  duplicateId: string,
): Promise<string[]> {
  const ended = answersToEnd(await findDecisions(survivorId), await findDecisions(duplicateId));
  const ids: string[] = [];
  for (const one of ended) ids.push(await write(caller, hooks, survivorId, one, 'withdrawn', AT_MERGE));
  return ids;
}

/** Has both records go on with what was refused since the merge, and each with what only the merge had ended. */
export async function partAnswers(
  caller: Caller,
  hooks: ConsentHooks,
  merge: { readonly survivorId: string; readonly duplicateId: string; readonly decidedAt: Date | null },
  endedByMerge: readonly string[],
): Promise<void> {
  const { survivorId, duplicateId, decidedAt } = merge;
  const survivor = await findDecisions(survivorId);
  const duplicate = await findDecisions(duplicateId);
  const { ending, again } = answersAtParting(survivor, duplicate, decidedAt ?? new Date(0), endedByMerge);
  for (const one of ending) await write(caller, hooks, duplicateId, one, 'withdrawn', SINCE_MERGE);
  for (const one of again) await write(caller, hooks, survivorId, one, 'given', AT_PARTING);
}

async function write(
  caller: Caller,
  hooks: ConsentHooks,
  patientId: string,
  { purpose, textId }: Answer,
  status: ConsentStatus,
  reason: string,
): Promise<string> {
  const id = await insertDecision({ patientId, purpose, status, by: caller.actor, how: 'merge', reason, textId });
  const { clinicId, personId } = caller;
  await hooks.changed(purpose, { clinicId, personId, patientId, status });
  return id;
}
