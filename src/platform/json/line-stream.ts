import type { Readable } from 'node:stream';
import { type Line, LineBatch } from './line-batch.js';

/** The store takes two at a time: a third is made ready meanwhile, and the next one read. */
const AT_ONCE = 3;

/**
 * Answers a stream of lines with a stream of lines, in order and in bounded memory: whoever does not read the answers is
 * not read from. An answer leaves when it is known, whether more is sent or not: whoever sends a line and waits for its
 * answer has it.
 *
 * What has arrived is handled at once while nothing is under way; what comes meanwhile is handled together, because many
 * lines cost the store hardly more than few.
 *
 * @param handle - what to answer to these lines; one text each, without its newline
 */
export async function* answerLines(
  input: Readable,
  handle: (lines: readonly Line[]) => Promise<readonly string[]>,
): AsyncGenerator<string> {
  const chunks = (input as AsyncIterable<Buffer>)[Symbol.asyncIterator]();
  const batch = new LineBatch();
  const underWay: Promise<readonly string[]>[] = [];
  let reading: Promise<IteratorResult<Buffer>> | undefined;
  let isOver = false;
  const isReady = () => {
    if (batch.isFull) return underWay.length < AT_ONCE;
    const isAll = isOver || (!batch.isMidLine && input.readableLength === 0);
    return isAll && !batch.isEmpty && underWay.length === 0;
  };
  try {
    while (!isOver || !batch.isEmpty || underWay.length > 0) {
      while (isReady()) underWay.push(looked(handle(batch.take())));
      if (!isOver && !batch.isFull) reading ??= looked(chunks.next());
      const turn = await Promise.race([
        ...(reading ? [reading.then((read) => ({ read }))] : []),
        ...underWay.slice(0, 1).map((oldest) => oldest.then((answers) => ({ answers }))),
      ]);
      if ('answers' in turn) {
        void underWay.shift();
        yield joined(turn.answers);
      } else {
        reading = undefined;
        isOver = turn.read.done === true;
        if (turn.read.done) batch.end();
        else batch.add(turn.read.value);
      }
    }
  } finally {
    // Whoever waits for the answers no more is read from no more.
    input.destroy();
  }
}

/** Something else may fail first; this one is still looked at in its turn. */
function looked<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}

const joined = (answers: readonly string[]) => answers.map((answer) => `${answer}\n`).join('');
