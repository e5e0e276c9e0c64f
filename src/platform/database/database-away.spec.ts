import { once } from 'node:events';
import { access, mkdtemp, rm } from 'node:fs/promises';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { QueryFailedError } from 'typeorm';
import { isDatabaseAway } from './database-away.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stepwell-away-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** What a socket says when it writes to somebody who has just gone, as a killed PostgreSQL has. */
async function writeToTheGone(): Promise<unknown> {
  const path = join(folder, 'gone');
  const server = net.createServer((peer) => peer.destroy()).listen(path);
  await once(server, 'listening');
  const client = net.connect({ path, allowHalfOpen: true });
  const [error] = await Promise.all([
    once(client, 'error').then(([fault]) => fault as unknown),
    once(client, 'end').then(() => {
      client.write('SELECT 1');
    }),
    once(client.resume(), 'connect'),
  ]);
  server.close();
  return error;
}
const connectError = async (options: net.NetConnectOpts): Promise<unknown> =>
  (await once(net.connect(options), 'error').catch((error: unknown) => [error]))[0];

describe('a database that is away', () => {
  it('is known by what the socket to it says', async () => {
    const refused = await connectError({ host: '127.0.0.1', port: 1 });
    expect(refused).toMatchObject({ code: 'ECONNREFUSED' });
    const noFile = await connectError({ path: join(folder, '.s.PGSQL.5432') });
    expect(noFile).toMatchObject({ code: 'ENOENT' });
    const gone = await writeToTheGone();
    expect(gone).toMatchObject({ code: 'EPIPE' });
    for (const error of [refused, noFile, gone]) {
      expect(isDatabaseAway(error)).toBe(true);
      expect(isDatabaseAway(new QueryFailedError('SELECT 1', [], error as Error))).toBe(true);
    }
  });

  it.each(['08006', '57P01', '57P03', '57014', '53300', '55P03'])('is known by SQLSTATE %s', (code) => {
    expect(isDatabaseAway(Object.assign(new Error('no'), { code }))).toBe(true);
  });

  it.each(['Connection terminated unexpectedly', 'Client has encountered a connection error and is not queryable'])(
    'is known by "%s", also inside TypeORM’s error',
    (message) => {
      const driverError = new Error(message);
      expect(isDatabaseAway(driverError)).toBe(true);
      expect(isDatabaseAway(new QueryFailedError('SELECT 1', [], driverError))).toBe(true);
    },
  );

  it.each(['23505', '40001', '22P02', '42501'])('is not what SQLSTATE %s says', (code) => {
    expect(isDatabaseAway(Object.assign(new Error('no'), { code }))).toBe(false);
  });

  it('is not a file that is missing, nor nothing at all', async () => {
    const missing = await access(join(folder, 'none')).catch((error: unknown) => error);
    expect(missing).toMatchObject({ code: 'ENOENT' });
    for (const error of [missing, null, undefined, 'words']) expect(isDatabaseAway(error)).toBe(false);
  });
});
