/**
 * The frame of a zip file (APPNOTE 6.3.10, without zip64) around contents that are packed already: so that files made
 * one by one, on several nodes and with pauses, can be handed out as one archive, with its length known in advance.
 */
export interface ZipFile {
  readonly name: string;
  /** CRC-32 and length of the contents before packing. */
  readonly crc: number;
  readonly bytes: number;
  /** Length as raw deflate. */
  readonly packedBytes: number;
}

/** Beyond it the format needs fields that old programs do not read; a person's data are a hundredth of it. */
export const MOST_ZIP_BYTES = 2 ** 32 - 1;

const LOCAL_BYTES = 30;
const CENTRAL_BYTES = 46;
const END_BYTES = 22;
const UTF8_NAMES = 0x0800;
const DEFLATE = 8;
const VERSION = 20;

export function zipBytes(files: readonly ZipFile[]): number {
  return files.reduce(
    (sum, file) => sum + LOCAL_BYTES + CENTRAL_BYTES + 2 * Buffer.byteLength(file.name) + file.packedBytes,
    END_BYTES,
  );
}

/** Comes before a file's packed contents. */
export function localHeader(file: ZipFile, at: Date): Buffer {
  const name = Buffer.from(file.name);
  const header = Buffer.alloc(LOCAL_BYTES);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(VERSION, 4);
  writeShared(header, 6, file, at, name.length);
  return Buffer.concat([header, name]);
}

/** Comes after the last file. */
export function centralDirectory(files: readonly ZipFile[], at: Date): Buffer {
  let offset = 0;
  const entries = files.map((file) => {
    const name = Buffer.from(file.name);
    const header = Buffer.alloc(CENTRAL_BYTES);
    header.writeUInt32LE(0x02014b50, 0);
    header.writeUInt16LE(VERSION, 4);
    header.writeUInt16LE(VERSION, 6);
    writeShared(header, 8, file, at, name.length);
    header.writeUInt32LE(offset, 42);
    offset += LOCAL_BYTES + name.length + file.packedBytes;
    return Buffer.concat([header, name]);
  });
  const directory = Buffer.concat(entries);
  const end = Buffer.alloc(END_BYTES);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([directory, end]);
}

/** What both headers say, in this order: flags, method, time, sum, lengths. */
function writeShared(header: Buffer, from: number, file: ZipFile, at: Date, nameBytes: number): void {
  header.writeUInt16LE(UTF8_NAMES, from);
  header.writeUInt16LE(DEFLATE, from + 2);
  header.writeUInt16LE(dosTime(at), from + 4);
  header.writeUInt16LE(dosDate(at), from + 6);
  header.writeUInt32LE(file.crc, from + 8);
  header.writeUInt32LE(file.packedBytes, from + 12);
  header.writeUInt32LE(file.bytes, from + 16);
  header.writeUInt16LE(nameBytes, from + 20);
}

const dosTime = (at: Date) => (at.getUTCHours() << 11) | (at.getUTCMinutes() << 5) | (at.getUTCSeconds() >> 1);
const dosDate = (at: Date) =>
  (Math.max(0, at.getUTCFullYear() - 1980) << 9) | ((at.getUTCMonth() + 1) << 5) | at.getUTCDate();
