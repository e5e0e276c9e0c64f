import { auditing } from '../../../platform/auth/audit.js';
import type { Interaction, ResourceType } from '../../../platform/auth/policy.js';
import { currentClinic, openTransaction } from '../../../platform/database/database.js';
import { send } from '../../../platform/database/statement.js';

const TYPE: ResourceType = 'Erasure';
const DONE: Interaction = 'delete';

/**
 * The audit's row of an erasure that is over, in the transaction that ends it: done by the worker in the name of the admin
 * who approved it. Ids only: how much it was stands in the erasure itself, and what it was is gone.
 */
export async function auditErasure(one: { id: string; patientId: string; approvedBy: string }): Promise<void> {
  const row = {
    actor: `person/${one.approvedBy}`,
    role: 'admin',
    type: TYPE,
    interaction: DONE,
    patient_id: one.patientId,
    object_id: one.id,
    outcome: 'success',
    count: 0,
    // No request: the erasure is the errand.
    request_id: one.id,
    patient_ids: null,
    address: null,
    reason: null,
  } as const;
  await send(openTransaction()!, auditing(currentClinic(), [row]));
}
