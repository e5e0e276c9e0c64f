import { resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { sameSettings } from './same-settings.js';

const usual = { host: '127.0.0.1', port: 3000, dataDir: resolve('.stepwell'), databaseUrl: undefined };

describe('a command for another terminal reaches the server that prints it', () => {
  it.each([
    ['as it is, of a server with the defaults', {}, ''],
    ['with its port', { port: 4001 }, 'PORT=4001 '],
    ['with its address', { host: '10.0.0.5' }, 'HOST=10.0.0.5 '],
    ['with its folder, from the root', { dataDir: '/srv/pain-clinic' }, 'STEPWELL_DATA_DIR=/srv/pain-clinic '],
    ['also where a shell would split it', { dataDir: "/srv/Ana's data" }, `STEPWELL_DATA_DIR='/srv/Ana'\\''s data' `],
    ['with all that differ', { port: 4001, dataDir: '/srv/a' }, 'PORT=4001 STEPWELL_DATA_DIR=/srv/a '],
    ['but never with a password', { databaseUrl: 'postgres://a:secret@db/c' }, 'DATABASE_URL=<as here> '],
  ])('%s', (_name, differs, expected) => {
    expect(sameSettings({ ...usual, ...differs })).toBe(expected);
  });
});
