import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';

/** The supervisor runs in processes of their own: being killed is one of its cases. */
interface Run {
  readonly url: string;
  readonly adopted: boolean;
  readonly stop: () => Promise<void>;
  /** Ends the process that started it, without a word to PostgreSQL. */
  readonly kill: () => Promise<void>;
}

const asRoot = process.getuid?.() === 0;
const folders: string[] = [];
const runs: Run[] = [];

function dataFolder(mode = 0o711): string {
  const folder = mkdtempSync(join(tmpdir(), 'stepwell-pg-'));
  chmodSync(folder, mode);
  folders.push(folder);
  return folder;
}

/** @throws what the supervisor threw */
async function start(folder: string): Promise<Run> {
  const child = spawn(
    process.execPath,
    ['--import', './scripts/typescript.mjs', 'test/support/run-embedded-postgres.ts', folder],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  );
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const [line] = (await Promise.race([once(createInterface(child.stdout), 'line'), ended.then(() => ['null'])])) as [
    string,
  ];
  const told = JSON.parse(line) as { url: string; adopted: boolean } | { name: string; message: string };
  if ('message' in told) throw Object.assign(new Error(told.message), { name: told.name });
  const end = (how: () => void) => () => {
    if (child.exitCode === null && child.signalCode === null) how();
    return ended;
  };
  const run = { ...told, stop: end(() => child.stdin.end()), kill: end(() => child.kill('SIGKILL')) };
  runs.push(run);
  return run;
}

async function ask<Row extends object>(url: string, sql: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

const pidOf = (folder: string) =>
  Number(readFileSync(join(folder, 'postgres/data/postmaster.pid'), 'utf8').split('\n')[0]);

afterEach(async () => {
  for (const run of runs.splice(0)) await run.stop();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}, 60_000);

describe('a PostgreSQL of our own', () => {
  it('starts, answers only here and only with the password, stops and keeps the rows', async () => {
    const folder = dataFolder();
    const first = await start(folder);
    await ask(first.url, 'CREATE TABLE kept (n int); INSERT INTO kept VALUES (7)');
    const settings = await ask<{ name: string; setting: string }>(
      first.url,
      `SELECT name, setting FROM pg_settings WHERE name IN ('listen_addresses', 'unix_socket_directories', 'password_encryption') ORDER BY 1`,
    );
    const home = join(folder, 'postgres');
    expect(settings.map((row) => row.setting)).toEqual(['127.0.0.1', 'scram-sha-256', home]);
    const [socket] = readdirSync(home).filter((name) => /^\.s\.PGSQL\.\d+$/.test(name));
    expect(statSync(join(home, socket ?? '')).mode & 0o077).toBe(0);
    const loopback = new URL(first.url);
    loopback.searchParams.delete('host');
    for (const way of [first.url, loopback.href]) {
      expect(await ask(way, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
      const stranger = new URL(way);
      stranger.password = 'wrong';
      await expect(ask(stranger.href, 'SELECT 1')).rejects.toMatchObject({ code: '28P01' });
    }
    await first.stop();
    await expect(ask(first.url, 'SELECT 1')).rejects.toMatchObject({ code: 'ENOENT' });
    await expect(ask(loopback.href, 'SELECT 1')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    const again = await start(folder);
    expect(again.adopted).toBe(false);
    expect(await ask(again.url, 'SELECT n FROM kept')).toEqual([{ n: 7 }]);
  }, 60_000);

  it('does without a socket where the path is too long for one', async () => {
    const folder = join(dataFolder(), 'a'.repeat(90));
    const { url } = await start(folder);
    expect(new URL(url).searchParams.get('host')).toBeNull();
    expect(await ask(url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  }, 60_000);

  it('keeps its password and its data from other accounts of the machine', async () => {
    const folder = dataFolder();
    await start(folder);
    expect(statSync(join(folder, 'postgres/stepwell.json')).mode & 0o077).toBe(0);
    expect(statSync(join(folder, 'postgres/data')).mode & 0o077).toBe(0);
  }, 60_000);

  it('adopts one that a killed Stepwell left behind', async () => {
    const folder = dataFolder();
    const first = await start(folder);
    const orphan = pidOf(folder);
    await first.kill();
    expect(await ask(first.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    const adopted = await start(folder);
    expect(adopted.adopted).toBe(true);
    expect(pidOf(folder)).toBe(orphan);
    expect(await ask(adopted.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  }, 60_000);

  it('waits for one that lives and does not answer yet, and finds it at its port', async () => {
    const folder = dataFolder();
    const first = await start(folder);
    await first.kill();
    const pid = pidOf(folder);
    process.kill(pid, 'SIGSTOP');
    const second = start(folder);
    // Longer than a start without an answer used to be tried for.
    await new Promise((resolve) => setTimeout(resolve, 12_000));
    process.kill(pid, 'SIGCONT');
    const { adopted, url } = await second;
    expect({ adopted, url }).toEqual({ adopted: true, url: first.url });
    expect(pidOf(folder)).toBe(pid);
  }, 60_000);

  it('does not take a stranger for its own: a pid file that is left over is only a file', async () => {
    const folder = dataFolder();
    const first = await start(folder);
    const pidFile = join(folder, 'postgres/data/postmaster.pid');
    const { uid, gid } = statSync(pidFile);
    const content = readFileSync(pidFile, 'utf8');
    await first.stop();
    // After a crash and a restart of the machine, this number belongs to somebody else: to us, here.
    writeFileSync(pidFile, content.replace(/^\d+/, String(process.pid)), { mode: 0o600 });
    if (asRoot) chownSync(pidFile, uid, gid);
    const again = await start(folder);
    expect(again.adopted).toBe(false);
    expect(await ask(again.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  }, 60_000);

  it('moves to another port when its own is taken meanwhile', async () => {
    const folder = dataFolder();
    const first = await start(folder);
    await first.stop();
    const port = Number(new URL(first.url).port);
    const squatter = createServer();
    await new Promise<void>((resolve) => squatter.listen(port, '127.0.0.1', resolve));
    try {
      const again = await start(folder);
      expect(Number(new URL(again.url).port)).not.toBe(port);
      expect(await ask(again.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    } finally {
      squatter.close();
    }
  }, 60_000);

  it('refuses a folder of another major version, and says how to move', async () => {
    const folder = dataFolder();
    mkdirSync(join(folder, 'postgres/data'), { recursive: true });
    writeFileSync(join(folder, 'postgres/data/PG_VERSION'), '17\n');
    await expect(start(folder)).rejects.toMatchObject({
      name: 'StartError',
      message: expect.stringMatching(/is PostgreSQL 17, this Stepwell brings 18: move the folder away/),
    });
  });

  it('says in one sentence that the data folder is a file', async () => {
    const file = join(dataFolder(), 'file');
    writeFileSync(file, '');
    await expect(start(join(file, 'below'))).rejects.toMatchObject({
      name: 'StartError',
      message: `The data folder ${join(file, 'below')} is not a folder: set STEPWELL_DATA_DIR to a folder this user may write.`,
    });
  });

  it('ends at once where no folder can be made at all', async () => {
    await expect(start('/proc/stepwell')).rejects.toMatchObject({ name: 'StartError' });
  });

  it('says in one sentence that the data folder cannot be written', async () => {
    // Root may write nearly everywhere.
    const folder = asRoot ? '/sys/stepwell' : dataFolder(0o555);
    await expect(start(folder)).rejects.toMatchObject({
      name: 'StartError',
      message: expect.stringMatching(
        /^The data folder .+ cannot be written: set STEPWELL_DATA_DIR to a folder this user may write\.$/,
      ),
    });
  });

  (asRoot && process.platform === 'linux' ? it : it.skip)(
    'runs as another account for root, even below a folder closed to others',
    async () => {
      const folder = dataFolder(0o700);
      const server = await start(folder);
      expect(statSync(`/proc/${pidOf(folder)}`).uid).not.toBe(0);
      expect(await ask(server.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    },
    60_000,
  );
});
