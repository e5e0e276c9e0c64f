import { afterCommit, currentClinic } from '../../platform/database/database.js';
import type { NewObservation } from './observation.js';
import { type Interned, internParts, skeletonsById } from './interning.js';

const MOST = 200_000;

type Nested = Map<string, Nested | number>;
const LEVELS = 5;
function keyAt({ patientId, concept, source }: NewObservation, level: number): string {
  if (level === 0) return patientId;
  if (level === 1) return concept.code;
  if (level === 2) return concept.system;
  return level === 3 ? source.device : source.system;
}

/** Numbers of a clinic's repeated parts, both ways. Numbers never change their meaning, so nothing here grows old. */
class KnownParts {
  /** By patient, code, system of the code, device, system: a key of them all would be built and hashed for every reading. */
  private readonly series: Nested = new Map();
  private seriesCount = 0;
  readonly skeletons = new Map<string, number>();
  readonly bodies = new Map<number, string>();

  /** The parts of an observation; undefined when one of them was not met yet. */
  find(o: NewObservation): Interned | undefined {
    const skeletonId = this.skeletons.get(o.skeleton);
    if (skeletonId === undefined) return undefined;
    let at: Nested | number | undefined = this.series;
    for (let level = 0; level < LEVELS && at !== undefined; level++) at = (at as Nested).get(keyAt(o, level));
    return at === undefined ? undefined : { seriesId: at as number, skeletonId };
  }

  learn(o: NewObservation, { seriesId, skeletonId }: Interned): void {
    if (this.seriesCount > MOST) {
      this.series.clear();
      this.seriesCount = 0;
    }
    if (this.skeletons.size > MOST) this.skeletons.clear();
    let at = this.series;
    for (let level = 0; level < LEVELS - 1; level++) {
      let next = at.get(keyAt(o, level)) as Nested | undefined;
      if (!next) at.set(keyAt(o, level), (next = new Map()));
      at = next;
    }
    if (!at.has(o.source.system)) this.seriesCount++;
    at.set(o.source.system, seriesId);
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
