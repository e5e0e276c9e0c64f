import { open } from 'node:fs/promises';
import { findAppleExport, openAppleXml, openAppleZip } from '../apple-health/open-apple-health.js';
import { findArchiveFiles } from '../fitbit/archive/archive-files.js';
import { openArchive } from '../fitbit/archive/open-archive.js';
import { UnsupportedUploadError, UploadRefused } from '../vendor.errors.js';
import type { ExportKind, OpenExport } from './export.js';
import { UPLOAD_LIMITS, type UploadLimits } from './limit-bytes.js';
import { Zip } from './zip.js';

/** How a file begins, in bytes. */
const GZIP = '\x1F\x8B';

/**
 * Opens what a person uploaded: Apple's export.zip or the export.xml out of it, or the archive of a Fitbit account. Which
 * it is is told by what is in it; names and content types are only claims.
 *
 * @param options.kind - what the sender says it is; undefined: whatever is read here
 * @param options.signal - ends the opening and the reading: gigabytes are minutes
 * @throws VendorError when it is something else, broken or hostile
 */
export async function openExport(
  filePath: string,
  options: {
    readonly kind?: ExportKind | undefined;
    readonly limits?: UploadLimits;
    readonly signal?: AbortSignal;
  } = {},
): Promise<OpenExport> {
  const { kind, limits = UPLOAD_LIMITS, signal } = options;
  const file = await openAny(filePath, limits, signal);
  if (kind === undefined || kind === file.kind) return file;
  await file.close();
  const message = `This is an export of the kind ${file.kind}, and kind says ${kind}.`;
  throw new UnsupportedUploadError(message, 'UPLOAD_OTHER_KIND');
}

async function openAny(filePath: string, limits: UploadLimits, signal: AbortSignal | undefined): Promise<OpenExport> {
  const head = await readHead(filePath);
  if (head === '') throw new UnsupportedUploadError('The file is empty.', 'UPLOAD_EMPTY');
  if (!head.startsWith('PK')) {
    if (/^(\xEF\xBB\xBF)?\s*<(\?xml|!DOCTYPE|HealthData)/.test(head)) return openAppleXml(filePath, limits);
    if (head.startsWith(GZIP))
      throw new UnsupportedUploadError('This is packed as .tgz: export it again as .zip.', 'UPLOAD_NO_ZIP');
    throw new UnsupportedUploadError(
      'This is neither the export of Apple Health (export.zip, or the export.xml in it) nor the zip of Fitbit or Google Health.',
    );
  }
  const zip = await Zip.open(filePath, limits, signal);
  try {
    const apple = findAppleExport(zip.entries);
    if (apple) return await openAppleZip(zip, apple);
    const archive = findArchiveFiles(zip.entries);
    if (archive) return openArchive(zip, archive);
    throw new UploadRefused(
      'UPLOAD_INCOMPLETE',
      'The zip must hold apple_health_export/export.xml, or the folders of Fitbit or Google Health.',
    );
  } catch (error) {
    zip.close();
    throw error;
  }
}

async function readHead(filePath: string): Promise<string> {
  const file = await open(filePath, 'r');
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(256), 0, 256, 0);
    return buffer.toString('latin1', 0, bytesRead);
  } finally {
    await file.close();
  }
}
