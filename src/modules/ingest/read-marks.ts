import { readFile, rm, writeFile } from 'node:fs/promises';

const SUFFIX = '.reading';
/** After so many deaths of the server at the same place of a file it is set aside, and not read again. */
export const MOST_DEATHS = 3;

/** Lies beside a file while it is read. Whatever ends in order takes it away. */
export interface ReadMark {
  /** How often the server has died over it since it last came further. */
  readonly deaths: number;
  readonly bytesRead: number;
}

export const isMark = (name: string): boolean => name.endsWith(SUFFIX);

export async function findMark(path: string): Promise<ReadMark | undefined> {
  const text = await readFile(path + SUFFIX, 'utf8').catch(() => '');
  const [, deaths, bytesRead] = /^(\d+) (\d+)$/.exec(text) ?? [];
  return deaths === undefined ? undefined : { deaths: Number(deaths), bytesRead: Number(bytesRead) };
}

/**
 * @param bytesRead - how far reading had come when the server ended
 * @returns the mark to read under now: a long file that goes on a bit with each start is nobody's fault
 */
export const markAgain = (found: ReadMark | undefined, bytesRead: number): ReadMark =>
  found === undefined
    ? { deaths: 0, bytesRead: 0 }
    : { deaths: bytesRead > found.bytesRead ? 1 : found.deaths + 1, bytesRead };

export const writeMark = (path: string, { deaths, bytesRead }: ReadMark): Promise<void> =>
  writeFile(path + SUFFIX, `${deaths} ${bytesRead}`);

export const takeMarkBack = (path: string): Promise<void> => rm(path + SUFFIX, { force: true });
