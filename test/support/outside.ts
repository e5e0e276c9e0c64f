import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from '@jest/globals';

/**
 * Tests that need something this machine may lack. Absent: skipped with one line that says so; under CI=true they fail,
 * so that a green run there has really run everything.
 */
export function describeWith(what: string, present: boolean, name: string, body: () => void): void {
  if (present) return describe(name, body);
  console.log(`Skipped: ${name} (${what}).`);
  if (process.env['CI'] === 'true')
    return describe(name, () => {
      it(`needs what is missing here: ${what}`, () => {
        throw new Error(`CI must not skip this: ${what}`);
      });
    });
  describe.skip(name, body);
}

/** Folder of outside data sets named by STEPWELL_TEST_DATA, or undefined. */
export function testData(...path: string[]): string | undefined {
  const folder = process.env['STEPWELL_TEST_DATA'];
  const full = folder && join(folder, ...path);
  return full && existsSync(full) ? full : undefined;
}

export function describeWithTestData(path: string, name: string, body: (folder: string) => void): void {
  const folder = testData(path);
  describeWith(`STEPWELL_TEST_DATA holds no ${path}`, folder !== undefined, name, () => body(folder ?? ''));
}
