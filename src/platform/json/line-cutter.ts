const NEWLINE = 0x0a;

/** A line of a stream, still as bytes. */
export interface RawLine {
  /** Counted from 1; empty lines count. */
  readonly number: number;
  /** Undefined for a line that is too long; its bytes are let go. */
  readonly text: Buffer | undefined;
}

/** Cuts pieces of a stream, as they arrive, into lines. What is begun and not ended yet is kept until more comes. */
export class LineCutter {
  private number = 0;
  private begun: Buffer[] = [];
  private length = 0;

  constructor(private readonly mostBytes: number) {}

  /** Is a line begun that has not ended? */
  get isMidLine(): boolean {
    return this.length > 0;
  }

  /** The lines that end in this piece. Step by step, so that no more of them is in memory than is asked for. */
  *cut(chunk: Buffer): Generator<RawLine> {
    let from = 0;
    for (;;) {
      // Of millions of empty lines none may cost a step or a piece of memory.
      while (this.length === 0 && chunk[from] === NEWLINE) {
        this.number++;
        from++;
      }
      const at = chunk.indexOf(NEWLINE, from);
      if (at < 0) break;
      this.keep(chunk.subarray(from, at));
      from = at + 1;
      yield this.take();
    }
    if (from < chunk.length) this.keep(chunk.subarray(from));
  }

  /** The last line, which needs no newline. */
  *end(): Generator<RawLine> {
    if (this.length > 0) yield this.take();
  }

  private keep(part: Buffer): void {
    this.length += part.length;
    if (this.length > this.mostBytes) this.begun = [];
    else this.begun.push(part);
  }

  private take(): RawLine {
    const { begun } = this;
    const isLong = this.length > this.mostBytes;
    this.begun = [];
    this.length = 0;
    this.number++;
    return {
      number: this.number,
      text: isLong ? undefined : trimmed(begun.length === 1 ? begun[0]! : Buffer.concat(begun)),
    };
  }
}

/** Without the carriage return that Windows puts before a newline. */
const trimmed = (line: Buffer) => (line.at(-1) === 0x0d ? line.subarray(0, -1) : line);
