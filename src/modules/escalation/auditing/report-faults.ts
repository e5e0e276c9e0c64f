import { deliver } from '../../../platform/sockets/deliveries.js';
import { type Concern, reportConcerns } from '../../alerts/index.js';
import { findFaultsOfTheDay } from './auditor.repository.js';

/**
 * A technical alert for as long as something is wrong with the telling, or was within the last day; in the open transaction,
 * as its last step.
 *
 * @param unplannable - alerts of which nobody will hear, because they cannot be planned
 */
export async function reportFaults(unplannable: number): Promise<void> {
  const { isTold, now, today, ...faults } = await findFaultsOfTheDay();
  const counts = { ...faults, unheard: faults.unheard + unplannable };
  const sum = Object.values(counts).reduce((all, n) => all + n, 0);
  if (sum === 0 && !isTold) return;
  const concern: Concern = {
    producer: 'chain',
    kind: 'chain-fault',
    domain: 'chain',
    key: 'chain',
    patientId: null,
    severity: 2,
    confidence: null,
    since: today,
    live: true,
    sentence: { key: 'chain.fault', facts: counts },
    patientSentence: null,
    evidence: { type: 'chain', ...counts },
  };
  await deliver(
    ...(await reportConcerns({ patientId: null, producer: 'chain', concerns: sum > 0 ? [concern] : [], now })),
  );
}
