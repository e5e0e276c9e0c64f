import type { Readable } from 'node:stream';
import { crc32 } from 'node:zlib';
import { openPromise, type Entry, type ZipFile } from 'yauzl';
import { UploadRefused, VendorError } from '../vendor.errors.js';
import { limitBytes, type UploadLimits } from './limit-bytes.js';
import type { AppleHealthUpload } from './open-upload.js';

const SYMLINK = 0o120000;
const FILE_TYPE = 0o170000;
const LOCAL_HEADER_BYTES = 30;

/** Opens export.xml in Apple's zip. The whole list of contents is checked before a byte is inflated. */
export async function openExportZip(
  filePath: string,
  limits: UploadLimits,
  signal?: AbortSignal,
): Promise<AppleHealthUpload> {
  const zip = await openPromise(filePath, { autoClose: false }).catch((error: unknown) => {
    throw toRefusal(error);
  });
  zip.on('error', () => undefined); // each step below reports its own failure
  try {
    const entry = findExport(await listEntries(zip, limits));
    const inflate = async () => {
      const stream = await zip.openReadStreamPromise(entry);
      // A small file is inflated before anybody reads it: a fault of then is kept, and meets whoever reads.
      stream.on('error', () => undefined);
      return stream;
    };
    // Once for its checksum: a digit that turned over on the way must not be in the record before that is known.
    let sum = 0;
    for await (const chunk of limitBytes(explained(await inflate()), entry.compressedSize, limits)) {
      signal?.throwIfAborted();
      sum = crc32(chunk, sum);
    }
    if (sum !== entry.crc32) throw new Error('checksum');
    const stream = await inflate();
    return {
      stream: limitBytes(explained(stream), entry.compressedSize, limits),
      bytesTotal: entry.uncompressedSize,
      close: async () => {
        stream.destroy();
        zip.close();
      },
    };
  } catch (error) {
    zip.close();
    throw signal?.aborted ? signal.reason : toRefusal(error);
  }
}

async function listEntries(zip: ZipFile, limits: UploadLimits): Promise<Entry[]> {
  const tooMany = new UploadRefused('UPLOAD_UNSAFE', `The zip must not hold more than ${limits.entries} files.`);
  if (zip.entryCount > limits.entries) throw tooMany;
  const entries: Entry[] = [];
  for await (const entry of zip.eachEntry()) {
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

/** iPhones name the file in their language ('Exportieren.xml'), but keep the folder. The CDA file beside it is another. */
function findExport(entries: readonly Entry[]): Entry {
  const called = (pattern: RegExp) => entries.find((e) => pattern.test(e.fileName) && !/cda[^/]*$/i.test(e.fileName));
  const entry = called(/^(apple_health_export\/)?export\.xml$/i) ?? called(/^apple_health_export\/[^/]+\.xml$/i);
  if (entry) return entry;
  throw new UploadRefused('UPLOAD_INCOMPLETE', 'The zip must hold apple_health_export/export.xml.');
}

async function* explained(stream: Readable): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of stream) yield chunk as Buffer;
  } catch (error) {
    throw toRefusal(error);
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
  return new UploadRefused('UPLOAD_TRUNCATED', 'The zip is cut off or damaged: please export and upload it again.');
}
