import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createWriteStream } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { ZipFile } from 'yazl';
import { UPLOAD_LIMITS } from './limit-bytes.js';
import { openExport } from './open-export.js';

const XML = '<?xml version="1.0"?>\n<HealthData locale="en"><Record type="x"/></HealthData>';
const EXPORT = 'apple_health_export/export.xml';

let folder: string;
let count = 0;
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'stepwell-upload-'))));
afterAll(() => rm(folder, { recursive: true }));

async function store(bytes: Buffer | string): Promise<string> {
  const path = join(folder, `upload-${count++}`);
  await writeFile(path, bytes);
  return path;
}

async function zipOf(files: Record<string, Buffer | string>, options: { mode?: number } = {}): Promise<string> {
  const zip = new ZipFile();
  for (const [name, content] of Object.entries(files)) zip.addBuffer(Buffer.from(content as string), name, options);
  zip.end();
  const path = join(folder, `upload-${count++}`);
  await pipeline(zip.outputStream, createWriteStream(path));
  return path;
}

/** Rewrites bytes of a finished zip, the way a stranger would. Names of the same length keep every offset right. */
async function tampered(path: string, change: (zip: Buffer) => Buffer | void): Promise<string> {
  const zip = await readFile(path);
  return store(change(zip) ?? zip);
}

function replaceAll(zip: Buffer, from: string, to: string): void {
  for (let i = zip.indexOf(from); i !== -1; i = zip.indexOf(from, i + 1)) zip.write(to, i, 'latin1');
}

const centralDirectory = (zip: Buffer) => zip.indexOf(Buffer.from('PK\x01\x02', 'latin1'));

const SINK = { readings: async () => undefined, payload: async () => undefined };

async function readAll(path: string, { limits = UPLOAD_LIMITS, later = 0 } = {}): Promise<string> {
  const upload = await openExport(path, { limits });
  try {
    await sleep(later);
    const { records } = await upload.read({ zones: [] }, SINK);
    return `${upload.kind} ${records}`;
  } finally {
    await upload.close();
  }
}

describe('what is taken', () => {
  it.each([
    ['export.xml', () => store(XML)],
    ['without a declaration, after a byte order mark', () => store(`\uFEFF${XML.slice(22)}`)],
    ['export.zip', () => zipOf({ 'apple_health_export/export_cda.xml': '<cda/>', [EXPORT]: XML })],
    ['with the xml at the top', () => zipOf({ 'export.xml': XML })],
    [
      'of an iPhone in another language',
      () => zipOf({ 'apple_health_export/导出_cda.xml': '<cda/>', 'apple_health_export/导出.xml': XML }),
    ],
    [
      'of one that was packed again, with what macOS puts beside each file',
      () => zipOf({ 'apple_health_export/._导出.xml': '\0\x05', 'apple_health_export/导出.xml': XML }),
    ],
    ['packed again in another folder', () => zipOf({ 'Desktop/apple_health_export/Exportieren.xml': XML })],
    ['unpacked twice and packed again', () => zipOf({ 'apple_health_export 2/export.xml': XML })],
  ])('%s', async (_name, make) => expect(await readAll(await make())).toBe('apple-health 1'));

  it.each<[string, Record<string, string>, number]>([
    ['of Google Takeout', { 'Takeout/Google Health/Global Export Data/steps-2026-01-01.json': '[]' }, 0],
    ['of a Fitbit account', { 'MyFitbitData/user-site-export/sleep-2026-01-01.json': '[]' }, 0],
    ['of which we read nothing', { 'Takeout/Fitbit/Global Export Data/badge.json': '[]' }, 0],
    ['in the newer form alone', { 'Physical Activity_GoogleData/steps_2026-01-01.csv': 'timestamp,steps\nx,1\n' }, 1],
  ])('an archive %s', async (_name, files, records) =>
    expect(await readAll(await zipOf(files))).toBe(`fitbit ${records}`),
  );

  it('is of the kind that the sender says, or refused', async () => {
    const zip = await zipOf({ [EXPORT]: XML });
    await (await openExport(zip, { kind: 'apple-health' })).close();
    await expect(openExport(zip, { kind: 'fitbit' })).rejects.toMatchObject({
      code: 'UPLOAD_OTHER_KIND',
      status: 415,
    });
  });

  it('tells the size to expect', async () => {
    const upload = await openExport(await zipOf({ [EXPORT]: XML }));
    expect(upload.bytesTotal).toBe(Buffer.byteLength(XML));
    await upload.close();
  });
});

describe('what is refused', () => {
  const zeros = Buffer.alloc(12 * 1024 * 1024);
  it.each<[string, () => Promise<string>, string, number]>([
    ['a picture called zip', () => store('\x89PNG\r\n'), 'UPLOAD_UNSUPPORTED', 415],
    ['another XML', () => store('<gpx></gpx>'), 'UPLOAD_UNSUPPORTED', 415],
    ['an empty file', () => store(''), 'UPLOAD_EMPTY', 415],
    ['an archive packed by gzip', () => store(gzipSync('x')), 'UPLOAD_NO_ZIP', 415],
    ['only the letters PK', () => store('PK'), 'UPLOAD_TRUNCATED', 422],
    ['a zip of something else', () => zipOf({ 'photos/cat.jpg': 'x' }), 'UPLOAD_INCOMPLETE', 422],
    ['an empty zip', () => zipOf({}), 'UPLOAD_INCOMPLETE', 422],
    [
      'a zip that is cut off',
      async () => tampered(await zipOf({ [EXPORT]: XML.repeat(50) }), (zip) => zip.subarray(0, zip.length / 2)),
      'UPLOAD_TRUNCATED',
      422,
    ],
    [
      'damaged content',
      async () => tampered(await zipOf({ [EXPORT]: XML.repeat(50) }), (zip) => void zip.fill(0xff, 60, 100)),
      'UPLOAD_TRUNCATED',
      422,
    ],
    [
      'a name that leads out',
      async () =>
        tampered(await zipOf({ [EXPORT]: XML, 'aa/b.txt': 'x' }), (zip) => replaceAll(zip, 'aa/b.txt', '../b.txt')),
      'UPLOAD_UNSAFE',
      422,
    ],
    [
      'an absolute name',
      async () =>
        tampered(await zipOf({ [EXPORT]: XML, 'aa/b.txt': 'x' }), (zip) => replaceAll(zip, 'aa/b.txt', '/etc/b.t')),
      'UPLOAD_UNSAFE',
      422,
    ],
    [
      'a name that leads out by backslashes',
      async () =>
        tampered(await zipOf({ [EXPORT]: XML, 'aa/b.txt': 'x' }), (zip) => replaceAll(zip, 'aa/b.txt', '..\\b.txt')),
      'UPLOAD_UNSAFE',
      422,
    ],
    ['a link', () => zipOf({ [EXPORT]: '/etc/passwd' }, { mode: 0o120777 }), 'UPLOAD_UNSAFE', 422],
    [
      'an encrypted zip',
      async () =>
        tampered(
          await zipOf({ [EXPORT]: XML }),
          (zip) => void zip.writeUInt8(zip[centralDirectory(zip) + 8]! | 1, centralDirectory(zip) + 8),
        ),
      'UPLOAD_UNSAFE',
      422,
    ],
    [
      'entries that overlap',
      async () =>
        tampered(await zipOf({ 'a.xml': XML, 'b.xml': XML }), (zip) => {
          const second = zip.indexOf(Buffer.from('PK\x01\x02', 'latin1'), centralDirectory(zip) + 1);
          zip.writeUInt32LE(0, second + 42);
        }),
      'UPLOAD_UNSAFE',
      422,
    ],
    ['12 MB out of 12 KB', () => zipOf({ [EXPORT]: zeros }), 'UPLOAD_TOO_LARGE', 413],
    [
      'a header that says less than comes',
      async () =>
        tampered(
          await zipOf({ [EXPORT]: XML.repeat(50) }),
          (zip) => void zip.writeUInt32LE(100, centralDirectory(zip) + 24),
        ),
      'UPLOAD_TOO_LARGE',
      413,
    ],
    [
      'a letter that is not what was put in',
      async () =>
        tampered(await zipOf({ [EXPORT]: XML }), (zip) => void zip.writeUInt32LE(7, centralDirectory(zip) + 16)),
      'UPLOAD_TRUNCATED',
      422,
    ],
  ])('%s', async (_name, make, code, status) => {
    const failure = await readAll(await make()).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code, status });
  });

  // An 'error' that nobody listens for ends the process: in this file, the whole run.
  it.each([
    ['less', -5, 'UPLOAD_TOO_LARGE'],
    ['more', 5, 'UPLOAD_TRUNCATED'],
  ])('a small file that says %s than it holds, inflated before anybody reads', async (_what, lie, code) => {
    const path = await tampered(await zipOf({ [EXPORT]: XML }), (zip) => {
      const at = centralDirectory(zip) + 24;
      zip.writeUInt32LE(zip.readUInt32LE(at) + lie, at);
    });
    await expect(readAll(path, { later: 200 })).rejects.toMatchObject({ code });
  });

  it('a list of contents that is full of something else', async () => {
    const name = Buffer.from(EXPORT);
    const extra = Buffer.concat(Array<Buffer>(17).fill(Buffer.from([1, 0, 0, 0])));
    const central = Buffer.alloc(46);
    central.write('PK\x01\x02', 'latin1');
    central.writeUInt16LE(name.length, 28);
    central.writeUInt16LE(extra.length, 30);
    const list = Buffer.concat([central, name, extra]);
    const end = Buffer.alloc(22);
    end.write('PK\x05\x06', 'latin1');
    end.writeUInt16LE(1, 8);
    end.writeUInt16LE(1, 10);
    end.writeUInt32LE(list.length, 12);
    const zip = await store(Buffer.concat([list, end]));
    await expect(readAll(zip)).rejects.toMatchObject({
      code: 'UPLOAD_UNSAFE',
      message: expect.stringMatching(/list of contents/),
    });
  });

  it('too many files, and more bytes than allowed', async () => {
    const zip = await zipOf({ [EXPORT]: XML, a: '1', b: '2' });
    await expect(readAll(zip, { limits: { ...UPLOAD_LIMITS, entries: 2 } })).rejects.toMatchObject({
      code: 'UPLOAD_TOO_LARGE',
    });
    const little = { limits: { ...UPLOAD_LIMITS, totalBytes: Buffer.byteLength(XML) + 1 } };
    await expect(readAll(zip, little)).rejects.toMatchObject({ code: 'UPLOAD_TOO_LARGE' });
    const small = { limits: { ...UPLOAD_LIMITS, inflatedBytes: 20 } };
    await expect(readAll(zip, small)).rejects.toMatchObject({ code: 'UPLOAD_TOO_LARGE' });
    await expect(readAll(await store(XML), small)).rejects.toMatchObject({ code: 'UPLOAD_TOO_LARGE' });
  });
});
