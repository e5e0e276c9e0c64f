import { crc32 } from 'node:zlib';
import { openPromise, type Entry, type ZipFile } from 'yauzl';
import { UploadRefused, VendorError } from '../vendor.errors.js';
import { limitBytes, type UploadLimits } from './limit-bytes.js';

const SYMLINK = 0o120000;
const FILE_TYPE = 0o170000;
const LOCAL_HEADER_BYTES = 30;
const MOST_EXTRA_FIELDS = 16;
const MOST_LIST_BYTES = 16 * 1024 ** 2;

/** What macOS puts beside each file of a zip that it makes. */
export const isShadow = ({ fileName }: Entry): boolean => /(^|\/)(__MACOSX\/|\._)/.test(fileName);

/** A zip whose list of contents has been checked. Nothing of it is inflated before it is asked for. */
export class Zip {
  private bytesRead = 0;

  private constructor(
    private readonly file: ZipFile,
    readonly entries: readonly Entry[],
    private readonly limits: UploadLimits,
    private readonly signal: AbortSignal | undefined,
  ) {}

  /**
   * @param signal - ends the reading: gigabytes are minutes
   * @throws UploadRefused when it is broken or built to do harm
   */
  static async open(filePath: string, limits: UploadLimits, signal?: AbortSignal): Promise<Zip> {
    const file = await openPromise(filePath, { autoClose: false }).catch((error: unknown) => {
      throw toRefusal(error);
    });
    file.on('error', () => undefined); // each step below reports its own failure
    try {
      return new Zip(file, await listEntries(file, limits), limits, signal);
    } catch (error) {
      file.close();
      throw toRefusal(error);
    }
  }

  /** Reads it once for its checksum: a digit that turned over on the way must not be in the record before that is known. */
  async assertWhole(entry: Entry): Promise<void> {
    let sum = 0;
    for await (const chunk of this.read(entry)) sum = crc32(chunk, sum);
    if (sum !== entry.crc32) throw damaged();
  }

  async *read(entry: Entry): AsyncGenerator<Buffer> {
    for await (const chunk of limitBytes(this.inflate(entry), entry.compressedSize, this.limits)) {
      this.signal?.throwIfAborted();
      this.bytesRead += chunk.length;
      if (this.bytesRead > this.limits.totalBytes)
        throw new UploadRefused('UPLOAD_TOO_LARGE', 'The zip holds more than health records do: export it again.');
      yield chunk;
    }
  }

  /** @returns undefined: larger than what is read at once */
  async readWhole(entry: Entry): Promise<Buffer | undefined> {
    if (entry.uncompressedSize > this.limits.wholeBytes) return undefined;
    const chunks: Buffer[] = [];
    for await (const chunk of this.read(entry)) chunks.push(chunk);
    const bytes = Buffer.concat(chunks);
    if (crc32(bytes) !== entry.crc32) throw damaged();
    return bytes;
  }

  close(): void {
    this.file.close();
  }

  private async *inflate(entry: Entry): AsyncGenerator<Buffer> {
    try {
      const stream = await this.file.openReadStreamPromise(entry);
      // A small file is inflated before anybody reads it: a fault of then is kept, and meets whoever reads.
      stream.on('error', () => undefined);
      for await (const chunk of stream) yield chunk as Buffer;
    } catch (error) {
      throw toRefusal(error);
    }
  }
}

async function listEntries(zip: ZipFile, limits: UploadLimits): Promise<Entry[]> {
  const tooMany = new UploadRefused('UPLOAD_TOO_LARGE', `The zip must not hold more than ${limits.entries} files.`);
  if (zip.entryCount > limits.entries) throw tooMany;
  const entries: Entry[] = [];
  let listBytes = 0;
  for await (const entry of zip.eachEntry()) {
    listBytes += entry.fileNameLength + entry.extraFieldLength + entry.fileCommentLength;
    // Each of its fields is an object: they are what a list of contents could grow by.
    if (entry.extraFields.length > MOST_EXTRA_FIELDS || listBytes > MOST_LIST_BYTES)
      throw new UploadRefused('UPLOAD_UNSAFE', 'The list of contents of the zip must hold no more than names.');
    if (entries.push(entry) > limits.entries) throw tooMany;
    if (entry.isEncrypted()) throw new UploadRefused('UPLOAD_UNSAFE', 'The zip must not be encrypted.');
    if (((entry.externalFileAttributes >>> 16) & FILE_TYPE) === SYMLINK) {
      throw new UploadRefused('UPLOAD_UNSAFE', 'The zip must not hold links.');
    }
  }
  refuseOverlaps(entries);
  return entries;
}

/** Entries that share bytes are the way to make petabytes of a small file. */
function refuseOverlaps(entries: readonly Entry[]): void {
  const ordered = entries.toSorted((a, b) => a.relativeOffsetOfLocalHeader - b.relativeOffsetOfLocalHeader);
  let freeFrom = 0;
  for (const entry of ordered) {
    if (entry.relativeOffsetOfLocalHeader < freeFrom) {
      throw new UploadRefused('UPLOAD_UNSAFE', 'The files in the zip must not overlap.');
    }
    freeFrom = entry.relativeOffsetOfLocalHeader + LOCAL_HEADER_BYTES + entry.fileNameLength + entry.compressedSize;
  }
}

/** Names of entries stand in the library's messages, so they are sorted by kind and said anew. */
function toRefusal(error: unknown): Error {
  if (error instanceof VendorError) return error;
  const words = error instanceof Error ? error.message : '';
  if (/relative path|absolute path|invalid characters/.test(words)) {
    return new UploadRefused('UPLOAD_UNSAFE', 'The zip must not hold names that lead out of its folder.');
  }
  if (/too many bytes/.test(words)) {
    return new UploadRefused('UPLOAD_TOO_LARGE', 'The zip holds more than it says: export it again.');
  }
  return damaged();
}

const damaged = () =>
  new UploadRefused('UPLOAD_TRUNCATED', 'The zip is cut off or damaged: please export and upload it again.');
