import { deliver } from '../../platform/sockets/deliveries.js';
import { findLastDecision } from '../consents/index.js';
import { findZones } from '../patients/index.js';
import { reportRedFlags } from '../selfreport/index.js';

/** Nothing was ever agreed to. */
const NEVER = new Date(0);

/**
 * What must reach somebody at once, in a transaction of its own before the series are judged: a series that cannot be judged
 * hides no answer. What was said before consent was withdrawn is heard.
 */
export async function reportUrgent(patientId: string, now: Date): Promise<void> {
  const said = await findLastDecision(patientId, 'monitoring');
  const agreedUntil = said?.status === 'given' ? null : said?.status === 'withdrawn' ? said.recordedAt : NEVER;
  await deliver(...(await reportRedFlags({ patientId, zones: await findZones(patientId), agreedUntil }, now)));
}
