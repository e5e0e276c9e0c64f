import type { AlertFollower } from '../../alerts/index.js';
import { findOpenHours } from '../../clinics/index.js';
import { type Chain, findChain } from './chain.repository.js';
import { compareSteps, type Difference } from './compare-steps.js';
import { planSteps } from './plan-steps.js';
import { lockSteps, saveDifference } from './steps.repository.js';

/** Events that say nothing about who should be called. */
const OF_NO_MATTER = ['extended', 'note', 'answered', 'unanswered'];

/** Makes an alert's calls what they should be, in the transaction that changes the alert. */
export const replanOnEvent: AlertFollower = async ({ alertId, kind }) => {
  if (OF_NO_MATTER.includes(kind)) return;
  const chain = await findChain(alertId);
  if (chain) await replan(chain);
};

/** @returns what was not as it should be, and is now */
export async function replan(chain: Chain): Promise<Difference> {
  const kept = await lockSteps(chain.alertId);
  const planned = chain.steps.length > 0 || chain.state === 'handed-off' ? planSteps(chain, await findOpenHours()) : [];
  const difference = compareSteps(kept, planned, chain);
  await saveDifference(chain, difference);
  return difference;
}
