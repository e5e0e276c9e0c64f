import type { ConsentPurpose } from '../../src/platform/auth/consent-condition.js';
import { ok, type Person } from './people.js';

/** Hash of the words in force, as a page reads it before it asks. */
export async function shownHash(by: Person, patientId: string, purpose: ConsentPurpose): Promise<string> {
  const { body } = await by.agent.get(`/api/v1/patients/${patientId}/consents`).expect(ok);
  const view = (body.items as { purpose: string; texts: { sha256: string }[] }[]).find((i) => i.purpose === purpose);
  return view!.texts[0]!.sha256;
}

/** The patient's answer, in the app by the patient or written down by the team, to the words that are in force. */
export async function answerConsent(
  by: Person,
  patientId: string,
  purpose: ConsentPurpose,
  status: 'given' | 'declined' | 'withdrawn',
): Promise<Record<string, unknown>> {
  const textHash = status === 'withdrawn' ? undefined : await shownHash(by, patientId, purpose);
  const told = by.role === 'patient' ? {} : { how: 'spoken', reason: 'Said so at the desk' };
  const { body } = await by.agent
    .put(`/api/v1/patients/${patientId}/consents/${purpose}`)
    .send({ status, ...(textHash ? { textHash } : {}), ...told })
    .expect(ok);
  return body as Record<string, unknown>;
}
