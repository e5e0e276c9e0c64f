import type { NewDelivery } from '../../../platform/sockets/deliveries.js';
import type { AlertFacts } from './alert-facts.repository.js';
import { Concern, type Producer } from './concern.js';
import { judgeConcerns } from './judge-concerns.js';
import { concernKeyOf, isOfFamily, type Kind } from './kinds.js';

/**
 * Everything that one producer finds of one patient (null: of the clinic): what is not in it any more is gone. What other
 * producers found is left alone. Runs in the transaction that is open.
 *
 * @returns deliveries to hand to `deliver` as the last step of that transaction
 * @throws ZodError for a concern that is none: a fault of the producer
 */
export function reportConcerns(input: {
  readonly patientId: string | null;
  readonly producer: Producer;
  readonly concerns: readonly Concern[];
  readonly now: Date;
  /** Which of what is gone never was so, by what is known now? That waits for nothing. */
  readonly neverWas?: (known: Pick<AlertFacts, 'evidence'>) => boolean;
}): Promise<NewDelivery[]> {
  const { patientId, producer, now, neverWas: atOnce } = input;
  const reported = input.concerns.map((concern) => read(concern, patientId, producer));
  const isGone = (known: { readonly producer: Producer }) => known.producer === producer;
  return judgeConcerns({ patientId, now, reported, isGone, ...(atOnce && { atOnce }) });
}

/** One concern that is so, or still so; nothing is said of others. */
export function reportConcern(concern: Concern, now: Date): Promise<NewDelivery[]> {
  const reported = [read(concern, concern.patientId, concern.producer)];
  return judgeConcerns({ patientId: concern.patientId, now, reported, isGone: () => false });
}

/** That concern is not so any more. */
export function clearConcern(
  gone: { readonly patientId: string | null; readonly producer: Producer; readonly kind: Kind; readonly key: string },
  now: Date,
): Promise<NewDelivery[]> {
  const concernKey = concernKeyOf(gone);
  return judgeConcerns({
    patientId: gone.patientId,
    now,
    reported: [],
    isGone: (known) => known.producer === gone.producer && known.concernKey === concernKey,
  });
}

/**
 * Nothing is looked at any more (consent was withdrawn): the patient's alerts end, whoever found them. Not a red flag: what
 * was said while it was agreed to has been heard, and only a person says that it is dealt with.
 */
export const closeConcerns = (patientId: string, now: Date): Promise<NewDelivery[]> =>
  judgeConcerns({
    patientId,
    now,
    reported: [],
    isGone: ({ concernKey }) => !isOfFamily('red-flag', concernKey),
    atOnce: () => true,
  });

function read(concern: Concern, patientId: string | null, producer: Producer): Concern {
  const parsed = Concern.parse(concern);
  if (parsed.patientId !== patientId || parsed.producer !== producer)
    throw new Error('A concern must be of the patient and the producer it is reported for');
  return parsed;
}
