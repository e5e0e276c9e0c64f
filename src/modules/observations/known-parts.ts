import { afterCommit, currentClinic, openTransaction } from '../../platform/database/database.js';
import { asks } from './asks.js';
import type { NewObservation } from './observation.js';
import { type Interned, internParts, skeletonsById } from './interning.js';
import type { devicesBySeries } from './source-devices.js';

/** Of all clinics together, at two bytes a character. */
const MOST_BYTES = 128 * 2 ** 20;
/** An entry of a map, about. */
const ENTRY_BYTES = 100;

type Nested = Map<string, Nested | number>;
const LEVELS = 5;
function keyAt({ patientId, concept, source, variant }: NewObservation, level: number): string {
  if (level === 0) return patientId;
  if (level === 1) return concept.code;
  if (level === 2) return concept.system;
  if (level === 3) return source.device;
  // A level of its own would be one more map for each series, nearly all of which have no variant.
  return variant === '' ? source.system : `${source.system}\0${variant}`;
}

function findSeries(series: Nested, o: NewObservation): number | undefined {
  let at: Nested | number | undefined = series;
  for (let level = 0; level < LEVELS && at !== undefined; level++) at = (at as Nested).get(keyAt(o, level));
  return at as number | undefined;
}

const conceptKeyOf = ({ concept: { system, code } }: NewObservation) => `${system}\0${code}`;

/** Numbers of a clinic's repeated parts, both ways. */
interface KnownParts {
  /** By patient, code, its system, device, its system with the variant: a key of them all would be built and hashed for every reading. */
  readonly series: Nested;
  readonly skeletons: Map<string, number>;
  readonly bodies: Map<number, string>;
  /** Texts of devices by series. That a source has none is not remembered: it may have got one since. */
  readonly devices: Map<number, string>;
  /** Concepts of which it is written down that answers come under them. */
  readonly asking: Set<string>;
}

/**
 * Numbers of repeated parts. They never change their meaning, so nothing here grows old; when it has come to `mostBytes`,
 * all is forgotten and met anew. So a text is handed out, never the map it is kept in.
 */
export class PartsMemory {
  private readonly clinics = new Map<string, KnownParts>();
  /** What is kept takes this much, about. */
  bytes = 0;

  constructor(private readonly mostBytes: number) {}

  /** The numbers of all parts; undefined when one of them was not met yet. */
  find(clinicId: string, batch: readonly NewObservation[]): Interned[] | undefined {
    const { series, skeletons, devices, asking } = this.of(clinicId);
    const found: Interned[] = [];
    for (const o of batch) {
      if (asks(o) && !asking.has(conceptKeyOf(o))) return undefined;
      // Where it stands is asked anew: there is one reading in such a series.
      if (o.isUntimed) return undefined;
      const seriesId = findSeries(series, o);
      const skeletonId = skeletons.get(o.skeleton);
      if (seriesId === undefined || skeletonId === undefined) return undefined;
      const device = o.device ? devices.get(seriesId) : undefined;
      if (o.device && device === undefined) return undefined;
      found.push({ seriesId, skeletonId, device });
    }
    return found;
  }

  learn(clinicId: string, batch: readonly NewObservation[], parts: readonly Interned[]): void {
    for (const [i, o] of batch.entries()) {
      const { series, skeletons, devices, asking } = this.of(clinicId);
      const { seriesId, skeletonId, device } = parts[i]!;
      if (asks(o) && !asking.has(conceptKeyOf(o))) this.keepAsking(asking, conceptKeyOf(o));
      if (!o.isUntimed && findSeries(series, o) === undefined) this.keepSeries(series, o, seriesId);
      if (device !== undefined && !o.isUntimed && !devices.has(seriesId)) this.keep(devices, seriesId, device, device);
      if (!skeletons.has(o.skeleton)) this.keep(skeletons, o.skeleton, skeletonId, o.skeleton);
    }
  }

  /** Texts of these skeletons, read when they are met for the first time. */
  async bodies(
    clinicId: string,
    ids: Iterable<number>,
    read: typeof skeletonsById,
  ): Promise<ReadonlyMap<number, string>> {
    return this.texts(clinicId, 'bodies', ids, async (missing) =>
      (await read(missing)).map(({ id, body }) => [id, body] as const),
    );
  }

  /**
   * Texts of the devices of these series, read when they are met for the first time; of some there is none.
   *
   * @param remember - when what was read may be kept: a word that is written and not yet committed may still be another
   */
  async devices(
    clinicId: string,
    seriesIds: Iterable<number>,
    read: typeof devicesBySeries,
    remember: Remember = atOnce,
  ): Promise<ReadonlyMap<number, string>> {
    const pairs = async (missing: readonly number[]) =>
      (await read(missing)).map(({ id, device }) => [id, device] as const);
    return this.texts(clinicId, 'devices', seriesIds, pairs, remember);
  }

  private async texts(
    clinicId: string,
    of: 'bodies' | 'devices',
    ids: Iterable<number>,
    read: (missing: readonly number[]) => Promise<(readonly [number, string])[]>,
    remember: Remember = atOnce,
  ): Promise<ReadonlyMap<number, string>> {
    const found = new Map<number, string>();
    const missing = new Set<number>();
    const known = this.of(clinicId)[of];
    for (const id of ids) {
      const text = known.get(id);
      if (text === undefined) missing.add(id);
      else found.set(id, text);
    }
    if (missing.size === 0) return found;
    const news = await read([...missing]);
    for (const [id, text] of news) found.set(id, text);
    remember(() => {
      for (const [id, text] of news) {
        const texts = this.of(clinicId)[of];
        if (!texts.has(id)) this.keep(texts, id, text, text);
      }
    });
    return found;
  }

  private of(clinicId: string): KnownParts {
    if (this.bytes > this.mostBytes) {
      this.clinics.clear();
      this.bytes = 0;
    }
    let known = this.clinics.get(clinicId);
    if (!known)
      this.clinics.set(
        clinicId,
        (known = {
          series: new Map(),
          skeletons: new Map(),
          bodies: new Map(),
          devices: new Map(),
          asking: new Set(),
        }),
      );
    return known;
  }

  private keepSeries(series: Nested, o: NewObservation, seriesId: number): void {
    let at = series;
    for (let level = 0; level < LEVELS - 1; level++) {
      const key = keyAt(o, level);
      let next = at.get(key) as Nested | undefined;
      if (!next) this.keep<string, Nested | number>(at, key, (next = new Map()), key);
      at = next;
    }
    const last = keyAt(o, LEVELS - 1);
    this.keep(at, last, seriesId, last);
  }

  private keepAsking(asking: Set<string>, key: string): void {
    asking.add(key);
    this.bytes += ENTRY_BYTES + 2 * key.length;
  }

  private keep<K, V>(map: Map<K, V>, key: K, value: V, text: string): void {
    map.set(key, value);
    this.bytes += ENTRY_BYTES + 2 * text.length;
  }
}

type Remember = (keep: () => void) => void;
const atOnce: Remember = (keep) => keep();

const memory = new PartsMemory(MOST_BYTES);

/** The numbers of all parts when all are known here already. */
export const findParts = (clinicId: string, batch: readonly NewObservation[]) => memory.find(clinicId, batch);

/** The numbers of all parts, in the transaction that is open; new parts are stored. Remembered once it has committed. */
export async function findOrStoreParts(batch: readonly NewObservation[]): Promise<Interned[]> {
  const clinicId = currentClinic();
  const known = memory.find(clinicId, batch);
  if (known) return known;
  const stored = await internParts(batch);
  afterCommit(() => memory.learn(clinicId, batch, stored));
  return stored;
}

/** Texts of these skeletons, read from the database when they are met for the first time. */
export const findBodies = (clinicId: string, ids: Iterable<number>, read: typeof skeletonsById) =>
  memory.bodies(clinicId, ids, read);

/** Texts of the devices of these series, read from the database when they are met for the first time. */
export const findDevices = (clinicId: string, seriesIds: Iterable<number>, read: typeof devicesBySeries) =>
  memory.devices(clinicId, seriesIds, read, openTransaction() ? afterCommit : atOnce);
