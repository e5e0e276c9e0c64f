import { JsonRefused } from './json-refused.js';
import { LineCutter, type RawLine } from './line-cutter.js';
import { parseJson, type ReadJson } from './parse-json.js';

/** One line as it came: a JSON value, or why it cannot be read. */
export interface Line {
  /** Counted from 1; empty lines count and are passed over. */
  readonly number: number;
  readonly value: unknown;
  readonly refused: JsonRefused | undefined;
}

export const MOST_LINE_BYTES = 256 * 1024;
const MOST_LINES = 1000;
const MOST_BYTES = 512 * 1024;
const NO_LINES: readonly RawLine[] = [];

/** Lines that are to be handled together. Of what has arrived no more are read than one batch takes. */
export class LineBatch {
  private readonly cutter = new LineCutter(MOST_LINE_BYTES);
  private arrived: Iterator<RawLine> = NO_LINES.values();
  private lines: Line[] = [];
  private bytes = 0;

  /** @param readValue - reads one line as JSON; throws JsonRefused */
  constructor(private readonly readValue: ReadJson = parseJson) {}

  get isEmpty(): boolean {
    return this.lines.length === 0;
  }

  get isFull(): boolean {
    return this.lines.length >= MOST_LINES || this.bytes >= MOST_BYTES;
  }

  /** Has the next line begun to arrive? */
  get isMidLine(): boolean {
    return this.cutter.isMidLine;
  }

  /** @throws Error while it is full: what came before is still to be read then */
  add(chunk: Buffer): void {
    this.read(this.cutter.cut(chunk));
  }

  /** Nothing else will come. */
  end(): void {
    this.read(this.cutter.end());
  }

  /** Its lines; it goes on with what has arrived behind them. */
  take(): readonly Line[] {
    const { lines } = this;
    this.lines = [];
    this.bytes = 0;
    this.fill();
    return lines;
  }

  private read(arrived: Iterator<RawLine>): void {
    if (this.isFull) throw new Error('lines that have arrived would be lost');
    this.arrived = arrived;
    this.fill();
  }

  private fill(): void {
    while (!this.isFull) {
      const { value, done } = this.arrived.next();
      if (done === true) return;
      const { number, text } = value;
      if (text === undefined || text.length > 0) this.lines.push(readLine(number, text, this.readValue));
      this.bytes += text?.length ?? 0;
    }
  }
}

function readLine(number: number, text: Buffer | undefined, readValue: ReadJson): Line {
  if (text === undefined)
    return {
      number,
      value: undefined,
      refused: new JsonRefused('too-many-nodes', `a line may have at most ${MOST_LINE_BYTES} bytes`, 0),
    };
  try {
    return { number, value: readValue(text), refused: undefined };
  } catch (error) {
    if (!(error instanceof JsonRefused)) throw error;
    return { number, value: undefined, refused: error };
  }
}
