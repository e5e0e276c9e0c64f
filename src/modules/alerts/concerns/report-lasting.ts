import type { NewDelivery } from '../../../platform/sockets/deliveries.js';
import { findHeld, holdBack } from '../suppression/suppressions.repository.js';
import { findAlertFacts } from './alert-facts.repository.js';
import { Concern, type Producer } from './concern.js';
import { judgeConcerns } from './judge-concerns.js';
import { concernKeyOf, isOfFamily, type Kind } from './kinds.js';

/**
 * Concerns of a kind that only somebody of the team ends. What is left out stays open; what has been dealt with is over once
 * it is left out, and so is what was held back. Runs in the transaction that is open.
 *
 * @param unheard - found as well, and not told, because the patient does not agree to be monitored: a row says so
 * @returns deliveries to hand to `deliver` as the last step of that transaction
 * @throws ZodError for a concern that is none: a fault of the producer
 */
export async function reportLasting(input: {
  readonly patientId: string;
  readonly producer: Producer;
  readonly kind: Kind;
  readonly concerns: readonly Concern[];
  readonly unheard: readonly Concern[];
  readonly now: Date;
}): Promise<NewDelivery[]> {
  const { patientId, producer, kind, now } = input;
  const [reported, unheard] = [input.concerns, input.unheard].map((some) => some.map((one) => Concern.parse(one)));
  const stays = new Set(unheard!.map(concernKeyOf));
  const deliveries = await judgeConcerns({
    patientId,
    now,
    reported: reported!,
    isGone: (known) =>
      known.producer === producer &&
      isOfFamily(kind, known.concernKey) &&
      !stays.has(known.concernKey) &&
      (known.state ?? 'resolved') === 'resolved',
  });
  if (unheard!.length > 0) await keepUnheard(patientId, unheard!);
  return deliveries;
}

/** What somebody has on the list, or had, goes on as it stands. */
async function keepUnheard(patientId: string, concerns: readonly Concern[]): Promise<void> {
  const known = new Set((await findAlertFacts(patientId)).map((alert) => alert.concernKey));
  const held = new Map((await findHeld(patientId)).map((one) => [one.concernKey, one]));
  for (const concern of concerns) {
    const key = concernKeyOf(concern);
    if (!known.has(key)) await holdBack(concern, { reason: 'no-consent', byAlertId: null }, null, held.get(key));
  }
}
