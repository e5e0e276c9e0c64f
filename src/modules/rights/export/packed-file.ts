import { once } from 'node:events';
import { crc32, createDeflateRaw, type DeflateRaw } from 'node:zlib';

export interface Packed {
  readonly crc: number;
  readonly bytes: number;
  readonly packedBytes: number;
  /** Raw deflate, in pieces. */
  readonly chunks: readonly Buffer[];
}

const CHUNK_BYTES = 512 * 1024;

/** Packs what is written to it; only the packed form stays in memory. */
export class PackedFile {
  private readonly deflate: DeflateRaw = createDeflateRaw({ level: 6 });
  private readonly chunks: Buffer[] = [];
  private pending: Buffer[] = [];
  private pendingBytes = 0;
  private crc = 0;
  private bytes = 0;
  private packedBytes = 0;

  constructor() {
    this.deflate.on('data', (part: Buffer) => {
      this.pending.push(part);
      this.pendingBytes += part.length;
      this.packedBytes += part.length;
      if (this.pendingBytes >= CHUNK_BYTES) this.cut();
    });
  }

  async write(text: string | Buffer): Promise<void> {
    const part = typeof text === 'string' ? Buffer.from(text) : text;
    if (part.length === 0) return;
    this.crc = crc32(part, this.crc);
    this.bytes += part.length;
    if (!this.deflate.write(part)) await once(this.deflate, 'drain');
  }

  async end(): Promise<Packed> {
    const ended = once(this.deflate, 'end');
    this.deflate.end();
    await ended;
    this.cut();
    return { crc: this.crc, bytes: this.bytes, packedBytes: this.packedBytes, chunks: this.chunks };
  }

  private cut(): void {
    if (this.pendingBytes > 0) this.chunks.push(Buffer.concat(this.pending));
    this.pending = [];
    this.pendingBytes = 0;
  }
}
