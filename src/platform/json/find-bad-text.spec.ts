import { expect, it } from '@jest/globals';
import { findBadText } from './find-bad-text.js';

it.each<[string, string, string | undefined]>([
  ['U+0000 in a value', String.raw`{"name":"a","note":"x\u0000"}`, 'note'],
  ['half a surrogate pair in a list', String.raw`{"items":[{"note":"x"},{"note":"\ud83d"}]}`, 'items.1.note'],
  ['in a name: the object that has it', String.raw`{"items":{"\u0000":1}}`, 'items'],
  ['in the body itself', String.raw`"\u0000"`, ''],
  ['a whole pair is none', String.raw`{"note":"\ud83d\ude00"}`, undefined],
  ['no JSON', String.raw`{"note":"\u0000"`, undefined],
  ['deeper than anybody follows', `${'['.repeat(100_000)}"\\u0000"${']'.repeat(100_000)}`, undefined],
])('%s', (_name, body, path) => {
  expect(findBadText(Buffer.from(body))).toBe(path);
});
