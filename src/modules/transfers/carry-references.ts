import { parseJson, stringifyJson } from '../../platform/json/index.js';
import { toRelative } from '../../platform/http/own-address.js';
import type { NewObservation } from '../observations/index.js';

/** What the receiving clinic calls what the sending one refers to. */
export interface Names {
  /** Ids of readings, by those they have where they come from. */
  readonly readings: ReadonlyMap<string, string>;
  /** All by which the sending clinic has known the patient. */
  readonly patientIds: readonly string[];
  /** Where both are: what is written with it means the same as without. */
  readonly publicUrl: string;
}

/** A version, too: what crosses is the current one, and the first where it arrives. */
const REFERENCE = /^(Observation|Patient)\/([A-Za-z0-9\-.]{1,64})(?:\/_history\/\d+)?$/;
const MAY_REFER = /"reference":"[^"]*(?:Observation|Patient)\//;

/** What stands in place of an id that means nothing where it goes. */
const STAYED = {
  Observation: 'An observation that is not part of this transfer',
  Patient: 'Somebody who is not part of this transfer',
};

interface Reference {
  reference?: unknown;
  type?: unknown;
  display?: unknown;
}

/** Ids of the readings that these refer to, in small letters. */
export function findReferred(batch: readonly NewObservation[], publicUrl: string): Set<string> {
  const ids = new Set<string>();
  for (const { remainder } of batch)
    if (mayRefer(remainder))
      for (const one of referencesIn(parseJson(Buffer.from(remainder)))) {
        const { type, id } = readReference(one, publicUrl) ?? {};
        if (type === 'Observation') ids.add(id!);
      }
  return ids;
}

/** The same observation with references that the clinic it goes to can follow, or none to what does not come along. */
export function carryReferences(observation: NewObservation, names: Names): NewObservation {
  const { remainder, patientId } = observation;
  if (!mayRefer(remainder)) return observation;
  const members = parseJson(Buffer.from(remainder));
  // In place: a copy would lose how its decimals were written.
  for (const one of referencesIn(members)) {
    const { type, id } = readReference(one, names.publicUrl) ?? {};
    if (type === 'Observation') rename(one, type, names.readings.get(id!));
    if (type === 'Patient') rename(one, type, names.patientIds.includes(id!) ? patientId : undefined);
  }
  return { ...observation, remainder: stringifyJson(members) };
}

function readReference(
  { reference }: Reference,
  publicUrl: string,
): { type: keyof typeof STAYED; id: string } | undefined {
  const [, type, id = ''] = REFERENCE.exec(toRelative(reference as string, publicUrl)) ?? [];
  return type === undefined ? undefined : { type: type as keyof typeof STAYED, id: id.toLowerCase() };
}

function rename(one: Reference, type: keyof typeof STAYED, id: string | undefined): void {
  if (id !== undefined) {
    one.reference = `${type}/${id}`;
    return;
  }
  delete one.reference;
  one.type ??= type;
  one.display ??= STAYED[type];
}

const mayRefer = (remainder: string | null): remainder is string => remainder !== null && MAY_REFER.test(remainder);

function* referencesIn(value: unknown): Generator<Reference> {
  if (typeof value !== 'object' || value === null) return;
  if (typeof (value as Reference).reference === 'string') yield value;
  for (const member of Object.values(value)) yield* referencesIn(member);
}
