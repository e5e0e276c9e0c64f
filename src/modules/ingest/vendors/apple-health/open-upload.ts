import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { UnsupportedUploadError } from '../vendor.errors.js';
import { limitBytes, UPLOAD_LIMITS, type UploadLimits } from './limit-bytes.js';
import { openExportZip } from './open-zip.js';

export interface AppleHealthUpload {
  /** The bytes of export.xml. */
  readonly stream: AsyncIterable<Buffer>;
  /** How many bytes to expect, for progress only: a zip may lie about it. */
  readonly bytesTotal: number | null;
  close(): Promise<void>;
}

/**
 * Opens what a person uploaded: Apple's export.zip, or the export.xml out of it. The kind is told by the first bytes;
 * names and content types are only claims.
 *
 * @param options.signal - ends the opening: a zip is summed first, which is minutes for gigabytes
 */
export async function openAppleHealthUpload(
  filePath: string,
  options: { readonly limits?: UploadLimits; readonly signal?: AbortSignal } = {},
): Promise<AppleHealthUpload> {
  const { limits = UPLOAD_LIMITS } = options;
  const head = await readHead(filePath);
  if (head.startsWith('PK')) return openExportZip(filePath, limits, options.signal);
  if (!/^(\uFEFF)?\s*<(\?xml|!DOCTYPE|HealthData)/.test(head)) {
    throw new UnsupportedUploadError('This is neither the export.zip of Apple Health nor the export.xml in it.');
  }
  const { size } = await stat(filePath);
  const file = createReadStream(filePath);
  return {
    stream: limitBytes(file, size, limits),
    bytesTotal: size,
    close: async () => void file.destroy(),
  };
}

async function readHead(filePath: string): Promise<string> {
  const file = await open(filePath, 'r');
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(256), 0, 256, 0);
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await file.close();
  }
}
