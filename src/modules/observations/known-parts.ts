import { afterCommit, currentClinic } from '../../platform/database/database.js';
import type { NewObservation } from './observation.js';
import { type Interned, internParts, skeletonsById } from './interning.js';

const MOST = 200_000;

/** Numbers of a clinic's repeated parts, both ways. Numbers never change their meaning, so nothing here grows old. */
class KnownParts {
  readonly series = new Map<string, number>();
  readonly skeletons = new Map<string, number>();
  readonly bodies = new Map<number, string>();

  /** The parts of an observation; undefined when one of them was not met yet. */
  find(o: NewObservation): Interned | undefined {
    const seriesId = this.series.get(seriesKey(o));
    const skeletonId = this.skeletons.get(o.skeleton);
    return seriesId === undefined || skeletonId === undefined ? undefined : { seriesId, skeletonId };
  }

  learn(o: NewObservation, { seriesId, skeletonId }: Interned): void {
    if (this.series.size > MOST) this.series.clear();
    if (this.skeletons.size > MOST) this.skeletons.clear();
    this.series.set(seriesKey(o), seriesId);
    this.skeletons.set(o.skeleton, skeletonId);
  }

  learnBody(id: number, body: string): void {
    if (this.bodies.size > MOST) this.bodies.clear();
    this.bodies.set(id, body);
  }
}

const clinics = new Map<string, KnownParts>();

function partsOf(clinicId: string): KnownParts {
  let known = clinics.get(clinicId);
  if (!known) clinics.set(clinicId, (known = new KnownParts()));
  return known;
}

/** Between them a character that no stored text can hold. */
const seriesKey = ({ patientId, concept, source }: NewObservation): string =>
  `${patientId}\0${concept.system}\0${concept.code}\0${source.system}\0${source.device}`;

/** The numbers of all parts when all are known here already. */
export function findParts(clinicId: string, batch: readonly NewObservation[]): Interned[] | undefined {
  const known = partsOf(clinicId);
  const found: Interned[] = [];
  for (const o of batch) {
    const parts = known.find(o);
    if (!parts) return undefined;
    found.push(parts);
  }
  return found;
}

/** The numbers of all parts, in the transaction that is open; new parts are stored. Remembered once it has committed. */
export async function findOrStoreParts(batch: readonly NewObservation[]): Promise<Interned[]> {
  const clinicId = currentClinic();
  const found = findParts(clinicId, batch) ?? (await internParts(batch));
  const known = partsOf(clinicId);
  afterCommit(() => batch.forEach((o, i) => known.learn(o, found[i]!)));
  return found;
}

/** Texts of these skeletons, read from the database when they are met for the first time. */
export async function findBodies(
  clinicId: string,
  ids: Iterable<number>,
  read: typeof skeletonsById,
): Promise<ReadonlyMap<number, string>> {
  const known = partsOf(clinicId);
  const missing = [...new Set(ids)].filter((id) => !known.bodies.has(id));
  if (missing.length > 0) for (const { id, body } of await read(missing)) known.learnBody(id, body);
  return known.bodies;
}
