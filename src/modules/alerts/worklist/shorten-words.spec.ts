import { expect, it } from '@jest/globals';
import { shortenWords } from './shorten-words.js';

it.each<[string, string | null, string | null]>([
  ['nothing written', null, null],
  ['only blanks', ' \n ', null],
  ['a few words', ' I moved\nhouse. ', 'I moved house.'],
  ['as long as there is room', 'x'.repeat(80), 'x'.repeat(80)],
  ['longer', 'x'.repeat(81), `${'x'.repeat(79)}…`],
  ['longer, at a blank', `${'x'.repeat(78)} yy`, `${'x'.repeat(78)}…`],
  ['signs of several code points', '👩‍👩‍👧'.repeat(81), `${'👩‍👩‍👧'.repeat(79)}…`],
])('%s', (_name, words, short) => expect(shortenWords(words)).toBe(short));
