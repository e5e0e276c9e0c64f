import { readFile, rm, writeFile } from 'node:fs/promises';

const SUFFIX = '.reading';
/** So often the server may have died over a file; then it is refused, and not read a fourth time. */
export const MOST_DEATHS = 3;

export const isMark = (name: string): boolean => name.endsWith(SUFFIX);

/** How often the server died while this file was being read: whatever ends in order takes its mark back. */
export const deathsOver = async (path: string): Promise<number> =>
  Number(await readFile(path + SUFFIX, 'utf8').catch(() => '0'));

export const markReading = (path: string, deathsBefore: number): Promise<void> =>
  writeFile(path + SUFFIX, String(deathsBefore + 1));

export const takeMarkBack = (path: string): Promise<void> => rm(path + SUFFIX, { force: true });
