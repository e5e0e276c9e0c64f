import { readFileSync } from 'node:fs';

/** Rows of a CSV file as lists of cells; quotes may hold commas, "" is a quote. No cell of our files holds a line break. */
export function readCsv(path) {
  const text = readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
  return text
    .split(/\r?\n/)
    .filter((line) => line !== '')
    .map(splitLine);
}

/** The same as objects, keyed by the cells of the first row. */
export function readTable(path) {
  const [head, ...rows] = readCsv(path);
  return rows.map((row) => Object.fromEntries(head.map((name, i) => [name, row[i] ?? ''])));
}

function splitLine(line) {
  return [...`,${line}`.matchAll(/,(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, plain]) =>
    quoted === undefined ? plain : quoted.replaceAll('""', '"'),
  );
}
