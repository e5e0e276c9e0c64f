import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { readCsv, readTable } from './csv.mjs';

function withFile(text, body) {
  const folder = mkdtempSync(join(tmpdir(), 'stepwell-csv-'));
  try {
    writeFileSync(join(folder, 'x.csv'), text);
    return body(join(folder, 'x.csv'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

it.each([
  [
    'plain',
    'a,b\n1,2\n',
    [
      ['a', 'b'],
      ['1', '2'],
    ],
  ],
  ['empty cells at both ends: a date written once', ',,27,Knees,\r\n', [['', '', '27', 'Knees', '']]],
  ['commas and quotes in quotes', '"1,234","said ""no"""', [['1,234', 'said "no"']]],
])('%s', (_name, text, rows) => {
  expect(withFile(text, readCsv)).toEqual(rows);
});

it('a table without a byte order mark in its first name, and with a short row filled up', () => {
  expect(withFile('\uFEFFday,steps\n1\n', readTable)).toEqual([{ day: '1', steps: '' }]);
});
