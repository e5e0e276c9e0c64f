import type { Readable } from 'node:stream';
import { JsonRefused } from './json-refused.js';
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
/** One batch is read while the one before is being stored. */
const AT_ONCE = 2;
const NEWLINE = 0x0a;

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
  let lines: Line[] = [];
  let bytes = 0;
  for await (const { number, text, last } of linesOf(input)) {
    if (text === undefined || text.length > 0) lines.push(readLine(number, text));
    bytes += text?.length ?? 0;
    if (lines.length > 0 && (last || lines.length >= MOST_LINES_AT_ONCE || bytes >= MOST_BYTES_AT_ONCE)) {
      yield lines;
      lines = [];
      bytes = 0;
    }
  }
  if (lines.length > 0) yield lines;
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

interface RawLine {
  readonly number: number;
  /** Undefined for a line that is too long; its bytes are let go. */
  readonly text: Buffer | undefined;
  /** Nothing else has arrived yet. */
  readonly last: boolean;
}

async function* linesOf(input: Readable): AsyncGenerator<RawLine> {
  let number = 0;
  let begun: Buffer[] = [];
  let length = 0;
  for await (const chunk of input as AsyncIterable<Buffer>) {
    let from = 0;
    const isLast = (at: number) => at + 1 === chunk.length && input.readableLength === 0;
    for (;;) {
      // Of millions of empty lines none may cost a step or a piece of memory.
      while (length === 0 && chunk[from] === NEWLINE && !isLast(from)) {
        number++;
        from++;
      }
      const at = chunk.indexOf(NEWLINE, from);
      if (at < 0) break;
      const end = chunk.subarray(from, at);
      const isLong = length + end.length > MOST_LINE_BYTES;
      from = at + 1;
      const text = isLong ? undefined : trimmed(begun.length > 0 ? Buffer.concat([...begun, end]) : end);
      yield { number: ++number, text, last: isLast(at) };
      begun = [];
      length = 0;
    }
    length += chunk.length - from;
    if (length > MOST_LINE_BYTES) begun = [];
    else if (from < chunk.length) begun.push(chunk.subarray(from));
  }
  if (length === 0) return;
  yield { number: number + 1, text: length > MOST_LINE_BYTES ? undefined : trimmed(Buffer.concat(begun)), last: true };
}

/** Without the carriage return that Windows puts before a newline. */
const trimmed = (line: Buffer) => (line.at(-1) === 0x0d ? line.subarray(0, -1) : line);
