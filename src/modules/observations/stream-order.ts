import type { NewObservation } from './observation.js';

/** A batch of a stream waits here, where it must, before it is stored. */
export interface Turn {
  /** Resolves at once, unless the batch before it speaks of the same readings and is still being stored. */
  readonly forThese: (batch: readonly NewObservation[]) => Promise<void>;
  /** Resolves once the batch before it is stored, whatever that speaks of. For what must not wait any later. */
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
 * The batches of one stream are stored two at a time; but where a line corrects one of the batch before it, it comes
 * after it. What has no reading in common does not wait.
 */
export class StreamOrder {
  private before: Batch = { starts: Promise.resolve(NOTHING), over: Promise.resolve() };

  /** To be called in the order of the stream; `store` asks for its turn before it stores. */
  async inTurn<T>(store: (turn: Turn) => Promise<T>): Promise<T> {
    const { before } = this;
    const starts = Promise.withResolvers<Starts>();
    const over = Promise.withResolvers<void>();
    this.before = { starts: starts.promise, over: over.promise };
    try {
      return await store({
        forThese: async (batch) => {
          const own = startsOf(batch);
          starts.resolve(own);
          if (meet(await before.starts, own)) await before.over;
        },
        alone: () => before.over,
      });
    } finally {
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
