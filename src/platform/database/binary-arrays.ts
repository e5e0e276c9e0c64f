/**
 * Arrays as PostgreSQL reads them from the wire in binary: no text is written by us and none is parsed by it, which
 * is most of what a batch of rows costs on both sides. A Buffer among the values of a statement is sent as binary.
 */
const OIDS = { int4: 23, text: 25, timestamptz: 1184, uuid: 2950, date: 1082 } as const;

/** Milliseconds of PostgreSQL's year 2000. */
const EPOCH_MS = 946_684_800_000;
const TWO_32 = 2 ** 32;

function begin(oid: number, count: number, holdsNull: boolean, bytes: number): Buffer {
  const buffer = Buffer.allocUnsafe((count === 0 ? 12 : 20) + bytes);
  buffer.writeInt32BE(count === 0 ? 0 : 1, 0);
  buffer.writeInt32BE(holdsNull ? 1 : 0, 4);
  buffer.writeInt32BE(oid, 8);
  if (count > 0) {
    buffer.writeInt32BE(count, 12);
    buffer.writeInt32BE(1, 16);
  }
  return buffer;
}

export function int4Array(values: readonly number[]): Buffer {
  const buffer = begin(OIDS.int4, values.length, false, values.length * 8);
  let at = 20;
  for (const value of values) {
    buffer.writeInt32BE(4, at);
    buffer.writeInt32BE(value, at + 4);
    at += 8;
  }
  return buffer;
}

/** Instants in milliseconds since 1970, to the millisecond in any year that FHIR can write. */
export function timestampArray(values: readonly (number | null)[]): Buffer {
  let nulls = 0;
  for (const ms of values) if (ms === null) nulls++;
  const buffer = begin(OIDS.timestamptz, values.length, nulls > 0, values.length * 12 - nulls * 8);
  let at = 20;
  for (const ms of values) {
    if (ms === null) {
      at = buffer.writeInt32BE(-1, at);
      continue;
    }
    buffer.writeInt32BE(8, at);
    writeMicros(buffer, ms - EPOCH_MS, at + 4);
    at += 12;
  }
  return buffer;
}

function writeMicros(buffer: Buffer, ms: number, at: number): void {
  const micros = ms * 1000;
  if (!Number.isSafeInteger(micros)) return void buffer.writeBigInt64BE(BigInt(ms) * 1000n, at);
  const high = Math.floor(micros / TWO_32);
  buffer.writeInt32BE(high, at);
  buffer.writeUInt32BE(micros - high * TWO_32, at + 4);
}

export function textArray(values: readonly (string | null)[]): Buffer {
  let most = 0;
  let nulls = 0;
  for (const value of values) {
    if (value === null) nulls++;
    else most += value.length * 3;
  }
  const buffer = begin(OIDS.text, values.length, nulls > 0, values.length * 4 + most);
  let at = values.length === 0 ? 12 : 20;
  for (const value of values) {
    if (value === null) {
      at = buffer.writeInt32BE(-1, at);
      continue;
    }
    const length = buffer.write(value, at + 4);
    buffer.writeInt32BE(length, at);
    at += 4 + length;
  }
  return buffer.subarray(0, at);
}

/** The way back: what `array_send` makes of texts, as pg hands over a bytea. Of one dimension. */
export function readTexts(array: Buffer): (string | null)[] {
  const count = array.readInt32BE(0) === 0 ? 0 : array.readInt32BE(12);
  const texts = new Array<string | null>(count);
  let at = 20;
  for (let i = 0; i < count; i++) {
    const bytes = array.readInt32BE(at);
    at += 4;
    texts[i] = bytes < 0 ? null : array.toString('utf8', at, at + bytes);
    if (bytes > 0) at += bytes;
  }
  return texts;
}

/** What `timestamptz_send` makes of an instant: milliseconds since 1970, right to the millisecond when rounded. */
export const readTimestamp = (bytes: Buffer, at: number): number =>
  (bytes.readInt32BE(at) * TWO_32 + bytes.readUInt32BE(at + 4)) / 1000 + EPOCH_MS;
