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

/** How far is told twice a second, so that one place is told a bit differently each time. */
const SAME_PLACE_BYTES = 1 << 20;

/**
 * @param bytesRead - how far reading had come when the server ended
 * @returns the mark to read under now: a long file that goes on with each start is nobody's fault
 */
export function markAgain(found: ReadMark | undefined, bytesRead: number): ReadMark {
  if (!found) return { deaths: 0, bytesRead: 0 };
  const cameFurther = bytesRead > found.bytesRead + SAME_PLACE_BYTES;
  return { deaths: cameFurther ? 1 : found.deaths + 1, bytesRead: Math.max(bytesRead, found.bytesRead) };
}

export const writeMark = (path: string, { deaths, bytesRead }: ReadMark): Promise<void> =>
  writeFile(path + SUFFIX, `${deaths} ${bytesRead}`);

export const takeMarkBack = (path: string): Promise<void> => rm(path + SUFFIX, { force: true });
