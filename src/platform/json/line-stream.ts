import type { Readable } from 'node:stream';
import { JsonRefused } from './json-refused.js';
import { LineCutter, type RawLine } from './line-cutter.js';
import { parseJson } from './parse-json.js';

/** One line as it came: a JSON value, or why it cannot be read. */
export interface Line {
  /** Counted from 1; empty lines count and are passed over. */
  readonly number: number;
  readonly value: unknown;
  readonly refused: JsonRefused | undefined;
}

const MOST_LINE_BYTES = 256 * 1024;
const MOST_LINES_AT_ONCE = 1000;
const MOST_BYTES_AT_ONCE = 512 * 1024;
/** One batch is read while those before it are being stored: the store takes two at a time, and several as one. */
const AT_ONCE = 4;

/**
 * Answers a stream of lines with a stream of lines, in order and in bounded memory: whoever does not read the answers is
 * not read from. An answer leaves when it is known, whether more is sent or not: whoever sends a line and waits for its
 * answer has it.
 *
 * @param handle - what to answer to these lines; one text each, without its newline
 */
export async function* answerLines(
  input: Readable,
  handle: (lines: readonly Line[]) => Promise<readonly string[]>,
): AsyncGenerator<string> {
  const batches = batchesOf(input);
  const underWay: Promise<readonly string[]>[] = [];
  let reading: Promise<IteratorResult<readonly Line[]>> | undefined;
  let isOver = false;
  try {
    while (!isOver || underWay.length > 0) {
      if (!isOver && underWay.length < AT_ONCE) reading ??= looked(batches.next());
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
        if (!turn.read.done) underWay.push(looked(handle(turn.read.value)));
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

/** What has arrived together is handled together, within limits. */
async function* batchesOf(input: Readable): AsyncGenerator<Line[]> {
  const cutter = new LineCutter(MOST_LINE_BYTES);
  let lines: Line[] = [];
  let bytes = 0;
  const add = ({ number, text }: RawLine) => {
    if (text === undefined || text.length > 0) lines.push(readLine(number, text));
    bytes += text?.length ?? 0;
  };
  const take = () => {
    const taken = lines;
    lines = [];
    bytes = 0;
    return taken;
  };
  for await (const chunk of input as AsyncIterable<Buffer>) {
    // A step of this loop for each line instead of each chunk was a tenth of what a line costs.
    for (const raw of cutter.cut(chunk)) {
      add(raw);
      if (lines.length >= MOST_LINES_AT_ONCE || bytes >= MOST_BYTES_AT_ONCE) yield take();
    }
    const isLast = cutter.isBetweenLines && input.readableLength === 0;
    if (isLast && lines.length > 0) yield take();
  }
  for (const raw of cutter.end()) add(raw);
  if (lines.length > 0) yield take();
}

function readLine(number: number, text: Buffer | undefined): Line {
  if (text === undefined)
    return {
      number,
      value: undefined,
      refused: new JsonRefused('too-many-nodes', `a line may have at most ${MOST_LINE_BYTES} bytes`, 0),
    };
  try {
    return { number, value: parseJson(text), refused: undefined };
  } catch (error) {
    if (!(error instanceof JsonRefused)) throw error;
    return { number, value: undefined, refused: error };
  }
}
