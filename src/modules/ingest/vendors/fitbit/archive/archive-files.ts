import type { Entry } from 'yauzl';
import { isShadow } from '../../exports/zip.js';

/** `YYYY-MM-DD` in a name is where its contents begin: a file may hold a day, a month or a year. */
const DATED = String.raw`\d{4}-\d\d-\d\d`;
const named = (name: string) => new RegExp(`(^|/)${name}$`, 'i');

/**
 * Files of an archive that are read, by their names alone: the folders have been renamed more than once ("Fitbit", "Google
 * Health", "user-site-export"). In this order, because what the newer form tells is not taken from the older one as well.
 */
const FILES = {
  profile: named('Profile\\.csv'),
  'google-steps': named(`steps_${DATED}\\.csv`),
  'google-heart-rate': named(`heart_rate_${DATED}\\.csv`),
  'google-resting-rate': named('daily_resting_heart_rate\\.csv'),
  'google-sleep': named(`UserSleeps_${DATED}\\.csv`),
  sleep: named(`sleep-${DATED}\\.json`),
  'resting-rate': named(`resting_heart_rate-${DATED}\\.json`),
  zones: named(`time_in_heart_rate_zones-${DATED}\\.json`),
  steps: named(`steps-${DATED}\\.json`),
  'heart-rate': named(`heart_rate-${DATED}\\.json`),
} as const;
export type ArchiveFileKind = keyof typeof FILES;

/** Folders that only such an archive has. */
const FOLDERS = /(^|\/)(Global Export Data|user-site-export|[^/]+_GoogleData)\//i;

export interface ArchiveFile {
  readonly kind: ArchiveFileKind;
  readonly entry: Entry;
}

/** In the order in which they are read. @returns undefined: this is no archive of Fitbit or Google Health */
export function findArchiveFiles(entries: readonly Entry[]): ArchiveFile[] | undefined {
  const own = entries.filter((entry) => !isShadow(entry));
  const files = (Object.keys(FILES) as ArchiveFileKind[]).flatMap((kind) =>
    own
      .filter(({ fileName }) => FILES[kind].test(fileName))
      .sort((a, b) => (a.fileName < b.fileName ? -1 : 1))
      .map((entry) => ({ kind, entry })),
  );
  const isArchive = files.some(({ kind }) => kind !== 'profile') || own.some(({ fileName }) => FOLDERS.test(fileName));
  return isArchive ? files : undefined;
}
