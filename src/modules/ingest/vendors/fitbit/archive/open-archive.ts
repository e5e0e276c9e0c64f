import type { OpenExport } from '../../exports/export.js';
import type { Zip } from '../../exports/zip.js';
import type { ArchiveFile } from './archive-files.js';
import { readArchive } from './read-archive.js';

/** The files of an archive are summed one by one, each before it is read: in all they may be more than a disk holds. */
export function openArchive(zip: Zip, files: readonly ArchiveFile[]): OpenExport {
  return {
    kind: 'fitbit',
    bytesTotal: Math.min(
      Number.MAX_SAFE_INTEGER,
      files.reduce((sum, { entry }) => sum + entry.uncompressedSize, 0),
    ),
    read: (context, sink, onProgress) => readArchive(zip, files, context, sink, onProgress),
    close: async () => zip.close(),
  };
}
