import { deliver } from '../../platform/sockets/deliveries.js';
import { type Concern, reportConcerns } from '../alerts/index.js';
import { findUnjudged } from './due.repository.js';

/** A technical alert of the clinic for as long as somebody's series cannot be judged: that looks like a quiet patient. */
export async function reportUnjudged(clinicId: string): Promise<void> {
  const { patients, isTold, now, today } = await findUnjudged(clinicId);
  if (patients === 0 && !isTold) return;
  const concern: Concern = {
    producer: 'trends',
    kind: 'chain-fault',
    domain: 'chain',
    key: 'judging',
    patientId: null,
    severity: 2,
    confidence: null,
    since: today,
    live: true,
    sentence: { key: 'chain.unjudged', facts: { patients } },
    patientSentence: null,
    evidence: { type: 'judging', patients },
  };
  await deliver(
    ...(await reportConcerns({ patientId: null, producer: 'trends', concerns: patients > 0 ? [concern] : [], now })),
  );
}
