import type { Readable } from 'node:stream';
import { type Line, LineBatch } from './line-batch.js';
import type { ReadJson } from './parse-json.js';

/** The store takes two at a time: a third is made ready meanwhile, and the next one read. */
const AT_ONCE = 3;
/** Whole lines behind which another has begun wait for its end as long as this. */
const HOLD_MS = 20;

/**
 * Answers a stream of lines with a stream of lines, in order and in bounded memory: whoever does not read the answers is
 * not read from. An answer leaves when it is known, whether more is sent or not: whoever sends a line and waits for its
 * answer has it.
 *
 * What has arrived is handled at once while nothing is under way; what comes meanwhile is handled together, because many
 * lines cost the store hardly more than few.
 *
 * @param handle - what to answer to these lines; one text each, without its newline
 * @param readValue - reads a line where it is not `parseJson`
 */
export async function* answerLines(
  input: Readable,
  handle: (lines: readonly Line[]) => Promise<readonly string[]>,
  readValue?: ReadJson,
): AsyncGenerator<string> {
  const chunks = (input as AsyncIterable<Buffer>)[Symbol.asyncIterator]();
  const batch = new LineBatch(readValue);
  const underWay: Followed<readonly string[]>[] = [];
  let reading: Followed<IteratorResult<Buffer>> | undefined;
  let isOver = false;
  let isHeld = false;
  let wake = Promise.withResolvers<void>();
  const follow = <T>(promise: Promise<T>) => new Followed(promise, () => wake.resolve());
  const isReady = () => {
    if (batch.isFull) return underWay.length < AT_ONCE;
    if (batch.isEmpty || underWay.length > 0) return false;
    return isOver || (input.readableLength === 0 && (isHeld || !batch.isMidLine));
  };
  try {
    while (!isOver || !batch.isEmpty || underWay.length > 0) {
      while (isReady()) underWay.push(follow(handle(batch.take())));
      isHeld = false;
      if (!isOver && !batch.isFull) reading ??= follow(chunks.next());
      if (underWay[0]?.isSettled) yield joined(underWay.shift()!.result());
      else if (reading?.isSettled) {
        const read = reading.result();
        reading = undefined;
        isOver = read.done === true;
        if (read.done) batch.end();
        else batch.add(read.value);
      } else {
        wake = Promise.withResolvers();
        const mayHold = !batch.isEmpty && underWay.length === 0;
        const timer = mayHold ? setTimeout(() => ((isHeld = true), wake.resolve()), HOLD_MS) : undefined;
        await wake.promise;
        clearTimeout(timer);
      }
    }
  } finally {
    // Whoever waits for the answers no more is read from no more.
    input.destroy();
  }
}

/** A promise whose end can be looked at: to race one that hangs with each of a million others would keep them all. */
class Followed<T> {
  private outcome: { readonly value: T } | { readonly error: unknown } | undefined;

  constructor(promise: Promise<T>, settled: () => void) {
    const end = (outcome: NonNullable<typeof this.outcome>) => {
      this.outcome = outcome;
      settled();
    };
    promise.then(
      (value) => end({ value }),
      (error: unknown) => end({ error }),
    );
  }

  get isSettled(): boolean {
    return this.outcome !== undefined;
  }

  /** Once it is settled. */
  result(): T {
    if (this.outcome && 'value' in this.outcome) return this.outcome.value;
    throw this.outcome?.error;
  }
}

const joined = (answers: readonly string[]) => answers.map((answer) => `${answer}\n`).join('');
