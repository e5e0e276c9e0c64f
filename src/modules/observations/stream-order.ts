import type { NewObservation } from './observation.js';

/** A batch of a stream waits here, where it must, before it is stored. */
export interface Turn {
  /** Resolves at once, unless a batch before it speaks of the same readings and is still being stored. */
  readonly forThese: (batch: readonly NewObservation[]) => Promise<void>;
  /** Resolves once all batches before it are stored, whatever they speak of. For what must not wait any later. */
  readonly alone: () => Promise<void>;
}

/** First and last start, by patient and code. */
type Starts = ReadonlyMap<string, ReadonlyMap<string, readonly [number, number]>>;
const NOTHING: Starts = new Map();

interface Batch {
  readonly starts: Promise<Starts>;
  readonly over: Promise<void>;
}

/**
 * The batches of one stream are stored some at a time; but where a line corrects one of a batch before it, it comes after
 * it. What has no reading in common does not wait.
 */
export class StreamOrder {
  /** Not stored yet, in the order of the stream. */
  private readonly underWay = new Set<Batch>();

  /** To be called in the order of the stream; `store` asks for its turn before it stores. */
  async inTurn<T>(store: (turn: Turn) => Promise<T>): Promise<T> {
    const before = [...this.underWay];
    const starts = Promise.withResolvers<Starts>();
    const over = Promise.withResolvers<void>();
    const batch = { starts: starts.promise, over: over.promise };
    this.underWay.add(batch);
    try {
      return await store({
        forThese: async (observations) => {
          const own = startsOf(observations);
          starts.resolve(own);
          for (const one of before) if (meet(await one.starts, own)) await one.over;
        },
        alone: async () => {
          for (const one of before) await one.over;
        },
      });
    } finally {
      this.underWay.delete(batch);
      starts.resolve(NOTHING);
      over.resolve();
    }
  }
}

function startsOf(batch: readonly NewObservation[]): Starts {
  const starts = new Map<string, Map<string, [number, number]>>();
  for (const { patientId, concept, startMs, isUntimed } of batch) {
    let ofPatient = starts.get(patientId);
    if (!ofPatient) starts.set(patientId, (ofPatient = new Map()));
    // Where one stands that does not say when is found out in the store.
    const from = isUntimed ? -Infinity : startMs;
    const to = isUntimed ? Infinity : startMs;
    const known = ofPatient.get(concept.code);
    if (!known) ofPatient.set(concept.code, [from, to]);
    else {
      if (from < known[0]) known[0] = from;
      if (to > known[1]) known[1] = to;
    }
  }
  return starts;
}

/** Could they have a reading in common? Readings that do, have patient, code and start in common. */
function meet(before: Starts, now: Starts): boolean {
  for (const [patientId, codes] of now) {
    const others = before.get(patientId);
    if (!others) continue;
    for (const [code, [from, to]] of codes) {
      const other = others.get(code);
      if (other && from <= other[1] && to >= other[0]) return true;
    }
  }
  return false;
}
