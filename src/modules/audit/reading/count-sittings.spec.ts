import { expect, it } from '@jest/globals';
import { countSittings } from './count-sittings.js';

it.each<[string, number[], number]>([
  ['nobody came', [], 0],
  ['once', [100], 1],
  ['a page that asks each minute', [100, 101, 102, 103, 104], 1],
  ['… in any order', [104, 100, 102], 1],
  ['half an hour without a longer pause', [100, 110, 120, 130], 1],
  ['and again later', [100, 101, 112, 113], 2],
])('%s', (_name, minutes, times) => expect(countSittings(minutes)).toBe(times));
