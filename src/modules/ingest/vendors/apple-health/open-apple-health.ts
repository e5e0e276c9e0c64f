import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path/posix';
import type { Entry } from 'yauzl';
import type { OpenExport } from '../exports/export.js';
import { limitBytes, type UploadLimits } from '../exports/limit-bytes.js';
import { isShadow, type Zip } from '../exports/zip.js';
import { readAppleHealth } from './read-apple-health.js';

/**
 * iPhones name the file in their language ('Exportieren.xml'), but keep the folder, which people pack again ("apple_health_export
 * 2") and into others. The CDA file beside it is another.
 */
export function findAppleExport(entries: readonly Entry[]): Entry | undefined {
  const own = entries.filter((entry) => !isShadow(entry) && !/cda/i.test(basename(entry.fileName)));
  const called = (pattern: RegExp) => own.find(({ fileName }) => pattern.test(fileName));
  return (
    called(/^((.+\/)?apple_health_export[^/]*\/)?export\.xml$/i) ??
    called(/(^|\/)apple_health_export[^/]*\/[^/]+\.xml$/i)
  );
}

/** The whole entry is summed before a byte of it is read. */
export async function openAppleZip(zip: Zip, entry: Entry): Promise<OpenExport> {
  await zip.assertWhole(entry);
  return asExport(zip.read(entry), entry.uncompressedSize, async () => zip.close());
}

export async function openAppleXml(filePath: string, limits: UploadLimits): Promise<OpenExport> {
  const { size } = await stat(filePath);
  const file = createReadStream(filePath);
  return asExport(limitBytes(file, size, limits), size, async () => void file.destroy());
}

const asExport = (bytes: AsyncIterable<Buffer>, bytesTotal: number, close: OpenExport['close']): OpenExport => ({
  kind: 'apple-health',
  bytesTotal,
  read: (context, sink, onProgress) => readAppleHealth(bytes, context, (batch) => sink.readings(batch), onProgress),
  close,
});
