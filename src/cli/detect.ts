import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { detectLine } from '../modules/trends/index.js';

/** One JSON object a line in, one out, in order; memory does not grow with the number of lines. */
export async function detect(): Promise<void> {
  for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
    if (line.trim() === '') continue;
    if (!process.stdout.write(`${detectLine(line)}\n`)) await once(process.stdout, 'drain');
  }
}
