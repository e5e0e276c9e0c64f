import { deliver, findCircle } from '../../platform/sockets/deliveries.js';

/** Open pages of this patient ask for the files again: one has been read to its end, or taken back. The last step of its transaction. */
export async function tellFile(patientId: string): Promise<void> {
  await deliver({ kind: 'patient', objectId: patientId, patientId, personIds: await findCircle(patientId) });
}
