import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { StartError } from '../platform/config/config.errors.js';
import { detectLine } from '../modules/trends/index.js';

/** One JSON object a line in, one out, in order; memory does not grow with the number of lines. */
export async function detect(): Promise<void> {
  let number = 0;
  for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
    number++;
    if (line.trim() === '') continue;
    if (!process.stdout.write(`${detectOrSay(line, number)}\n`)) await once(process.stdout, 'drain');
  }
}

function detectOrSay(line: string, number: number): string {
  try {
    return detectLine(line);
  } catch (error) {
    throw new StartError(`Line ${number}: ${(error as Error).message}`);
  }
}
