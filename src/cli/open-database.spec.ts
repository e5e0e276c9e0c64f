import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { StartError } from '../platform/config/config.errors.js';
import { loadConfig } from '../platform/config/config.js';
import { COMMANDS } from './commands.js';
import { databaseFor } from './open-database.js';

const folder = mkdtempSync(join(tmpdir(), 'stepwell-open-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('where there is no database', () => {
  it('only three commands may make one', () => {
    const making = Object.keys(COMMANDS).filter((name) => COMMANDS[name]!.makesDatabase);
    expect(making).toEqual(['start', 'serve', 'migrate']);
  });

  it('any other says which folder it looked into and which settings name another, and leaves none behind', async () => {
    const dataDir = join(folder, 'nothing');
    const opened = databaseFor({ makesDatabase: false })(loadConfig({ STEPWELL_DATA_DIR: dataDir }));
    const error = await opened.catch((e: unknown) => e);
    expect(error).toBeInstanceOf(StartError);
    for (const word of [dataDir, 'STEPWELL_DATA_DIR', 'DATABASE_URL']) expect((error as Error).message).toContain(word);
    expect(existsSync(dataDir)).toBe(false);
  });
});
