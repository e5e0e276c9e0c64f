import { deliver, findCircle, type NewDelivery } from '../../platform/sockets/deliveries.js';
import type { Visit } from './visit.js';

/** Both sides' pages fetch these visits of one patient again. The last step of its transaction. */
export async function tellVisits(visits: readonly Visit[], also: readonly NewDelivery[] = []): Promise<void> {
  const patientId = visits[0]?.patientId;
  if (patientId === undefined) return;
  const circle = await findCircle(patientId);
  await deliver(
    ...also,
    ...visits.map(({ id, clinicianId }) => ({
      kind: 'visit' as const,
      objectId: id,
      patientId,
      personIds: [clinicianId, ...circle],
    })),
  );
}
