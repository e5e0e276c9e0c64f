import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { freePort } from '../support/free-port.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import { killGroup, ROOT, stepwell } from '../support/stepwell.js';

let folder: string;
let database: TestDatabase;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'stepwell-cli-'));
  chmodSync(folder, 0o711);
  database = await freshDatabase();
  // Builds what is missing, so that no test below waits for it.
  await stepwell(['help']).ended;
}, 120_000);
afterAll(async () => {
  // Only after a failure: what a test left behind must not outlive the run.
  for (const { pid, command } of processes()) if (command.includes(folder)) process.kill(pid, 'SIGINT');
  await database?.drop();
  rmSync(folder, { recursive: true, force: true });
});

/** Lines a person sees, without the progress of a build. */
const lines = (output: string) =>
  output.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('Building'));

async function refusal(args: string[], env: NodeJS.ProcessEnv): Promise<string> {
  const run = stepwell(args, env);
  expect(await run.ended).toBe(1);
  const said = lines(run.output()).filter((line) => !/^\[ *\d/.test(line));
  expect(said).toHaveLength(1);
  return said[0] ?? '';
}

describe('a start that cannot work ends with 1 and says why in one sentence', () => {
  it('a taken port', async () => {
    const squatter = createServer();
    await new Promise<void>((resolve) => squatter.listen(0, '127.0.0.1', resolve));
    const { port } = squatter.address() as { port: number };
    try {
      expect(await refusal(['serve'], { PORT: String(port), DATABASE_URL: database.ownerUrl })).toBe(
        `Port ${port} on 127.0.0.1 is taken: stop what listens there, or set PORT to another number.`,
      );
    } finally {
      squatter.close();
    }
  }, 60_000);

  it('an address that is not ours', async () => {
    expect(await refusal(['serve'], { HOST: '192.0.2.1', PORT: '3999', DATABASE_URL: database.ownerUrl })).toMatch(
      /^Stepwell cannot listen on 192\.0\.2\.1:3999 \(EADDRNOTAVAIL\): check HOST and PORT\.$/,
    );
  }, 60_000);

  it('a data folder that is a file', async () => {
    const file = join(folder, 'a-file');
    writeFileSync(file, '');
    expect(await refusal(['serve'], { PORT: String(await freePort()), STEPWELL_DATA_DIR: join(file, 'x') })).toBe(
      `The data folder ${join(file, 'x')} is not a folder: set STEPWELL_DATA_DIR to a folder this user may write.`,
    );
  }, 60_000);

  it('a database where none is', async () => {
    expect(
      await refusal(['serve'], { PORT: String(await freePort()), DATABASE_URL: 'postgres://a:b@127.0.0.1:1/c' }),
    ).toBe('DATABASE_URL: nothing answers at 127.0.0.1:1; is PostgreSQL running there?');
  }, 60_000);

  it('a database with another password', async () => {
    const url = new URL(database.ownerUrl);
    url.password = 'wrong';
    const said = await refusal(['serve'], { PORT: String(await freePort()), DATABASE_URL: url.href });
    expect(said).toMatch(/^DATABASE_URL: PostgreSQL at .+ refuses this user or password\.$/);
  }, 60_000);

  it('a setting that is wrong', async () => {
    expect(await refusal(['start'], { PORT: 'eighty' })).toMatch(/^Configuration: PORT .+\.$/);
  }, 60_000);

  it('settings that are wrong, all of them in a list, after a word on those that are none', async () => {
    const wrong = { LOG_LEVEL: 'loud', PORT: 'abc', TRUSTED_PROXIES: 'abc' };
    const run = stepwell(['serve'], { ...wrong, STEPWELL_DATADIR: folder });
    expect(await run.ended).toBe(1);
    expect(lines(run.output())).toEqual([
      'Warning: STEPWELL_DATADIR is no setting of Stepwell and does nothing: did you mean STEPWELL_DATA_DIR?',
      'Configuration:',
      expect.stringMatching(/^ {2}LOG_LEVEL must be one of silent, fatal, /),
      '  PORT must be a number',
      '  TRUSTED_PROXIES must be addresses or networks such as 10.0.0.0/8, separated by commas',
    ]);
  }, 60_000);

  it.each([
    ['an unknown command', ['strat'], /^There is no command "strat"\. Try: start, serve, /],
    ['an unknown option', ['token', '--clinik', 'x'], /--clinik.*Options here: --clinic, --scopes/],
    ['a missing option', ['token', '--clinic', 'x'], /^Say --scopes <value>\.$/],
    [
      'all that are missing, at once',
      ['create-clinic', '--slug', 'x'],
      /^Say --name <value>, --zone <value>, and --admin-email <value>\.$/,
    ],
    [
      'a scope that is none',
      ['token', '--clinic', 'x', '--scopes', 'everything'],
      /^"everything" is not a scope: write system\//,
    ],
    [
      'a clinic of which much is wrong, all at once and before anything is made',
      [
        'create-clinic',
        '--slug',
        'X Y',
        '--name',
        ' ',
        '--zone',
        'Europe/Nowhere',
        '--admin-email',
        'admin-at-harbour',
      ],
      /^--slug must be 2 to 41 .+; --name must not be empty; --zone must be an IANA zone .+; --admin-email must be an e-mail address\.$/,
    ],
  ])(
    '%s',
    async (_name, args, sentence) => {
      expect(await refusal(args, {})).toMatch(sentence);
    },
    60_000,
  );
});

describe('a command where no server has made a database', () => {
  const token = ['token', '--clinic', 'demo', '--scopes', 'system/*.r'];

  it('says where it looked and which settings point elsewhere, and makes nothing', async () => {
    const empty = join(folder, 'no-token');
    expect(await refusal(token, { STEPWELL_DATA_DIR: empty })).toBe(
      `There is no Stepwell database in ${empty}: give this command the settings that the server was started with (STEPWELL_DATA_DIR, or DATABASE_URL), or start Stepwell first.`,
    );
    expect(existsSync(empty)).toBe(false);
  }, 60_000);

  it('doctor says the same beside all else, and makes nothing', async () => {
    const empty = join(folder, 'no-doctor');
    const run = stepwell(['doctor'], { STEPWELL_DATA_DIR: empty });
    expect(await run.ended).toBe(1);
    expect(run.output()).toMatch(/^NO {2}Database .*There is no Stepwell database in .*no-doctor/m);
    expect(run.output()).toMatch(/^-- {2}Video /m);
    expect(existsSync(empty)).toBe(false);
  }, 60_000);

  it('an empty database of DATABASE_URL stays empty', async () => {
    await database.asOwner('CREATE DATABASE stepwell_nothing_yet');
    const url = new URL(database.ownerUrl);
    url.pathname = '/stepwell_nothing_yet';
    try {
      for (let i = 0; i < 2; i++)
        expect(await refusal(token, { DATABASE_URL: url.href })).toMatch(
          /^There is nothing of Stepwell in the database of DATABASE_URL: .+ \(DATABASE_URL, or STEPWELL_DATA_DIR\)/,
        );
    } finally {
      await database.asOwner('DROP DATABASE stepwell_nothing_yet WITH (FORCE)');
    }
  }, 60_000);
});

describe('questions about the command line', () => {
  it.each([['--version'], ['-v']])(
    '%s is the version',
    async (flag) => {
      const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
      const run = stepwell([flag]);
      expect([await run.ended, lines(run.output())]).toEqual([0, [version]]);
    },
    60_000,
  );

  it.each([['--help'], ['-h']])(
    '%s behind a command says its options, and runs nothing',
    async (flag) => {
      const run = stepwell(['create-clinic', '--slug', 'x', flag]);
      expect(await run.ended).toBe(0);
      expect(run.output()).toMatch(/^stepwell create-clinic: .+\n {2}--slug <value> +must be given$/m);
    },
    60_000,
  );
});

describe('a clinic from the command line', () => {
  it('is made with a link that lets its admin in, and takes tokens', async () => {
    const env = { DATABASE_URL: database.ownerUrl, PUBLIC_URL: 'https://clinic.example' };
    const make = stepwell(
      [
        'create-clinic',
        '--slug',
        'lakeside',
        '--name',
        'Lakeside',
        '--zone',
        'Europe/Oslo',
        '--admin-email',
        'Boss@Lakeside.example',
      ],
      env,
    );
    expect([await make.ended, make.output()]).toEqual([
      0,
      expect.stringMatching(/https:\/\/clinic\.example\/invite\/inv_\S+\n$/),
    ]);
    expect(await database.asOwner('SELECT slug, time_zone, demo FROM clinic')).toEqual([
      { slug: 'lakeside', time_zone: 'Europe/Oslo', demo: false },
    ]);
    const token = stepwell(['token', '--clinic', 'lakeside', '--scopes', 'system/Observation.crs'], env);
    expect([await token.ended, token.output()]).toEqual([0, expect.stringMatching(/^swt_\S+\n$/)]);
    expect(
      await refusal(['token', '--clinic', 'seaside', '--scopes', 'system/*.r'], { ...env, LOG_LEVEL: 'info' }),
    ).toBe('There is no clinic "seaside" here. Clinics: lakeside.');
    expect(
      await refusal(
        ['create-clinic', '--slug', 'lakeside', '--name', 'B', '--zone', 'UTC', '--admin-email', 'a@b.example'],
        // As a person runs it: also what is usually left out of tests stays away from the one useful sentence.
        { ...env, LOG_LEVEL: 'info' },
      ),
    ).toBe('There is a clinic with the short name lakeside already.');
  }, 60_000);
});

const processes = () =>
  readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .flatMap((pid) => {
      try {
        const [state = '', , group = ''] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
        const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
        return state === 'Z' ? [] : [{ pid: Number(pid), group: Number(group), command }];
      } catch {
        return [];
      }
    });

/** Commands of the group, or on its data, that do not end. A stopped process takes a moment to be gone. */
async function leftOver(group: number, dataDir: string): Promise<string[]> {
  for (const until = Date.now() + 30_000; ;) {
    const left = processes().filter((one) => one.group === group || one.command.includes(dataDir));
    if (left.length === 0 || Date.now() > until) return left.map((one) => one.command);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** They are counted in /proc. */
const describeOnLinux = process.platform === 'linux' ? describe : describe.skip;

describeOnLinux('a running server', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)(
    'leaves no process behind after %s to the whole group, and its database is whole',
    async (signal) => {
      const dataDir = join(folder, `data-${signal}`);
      const port = await freePort();
      const run = stepwell(['serve'], { PORT: String(port), STEPWELL_DATA_DIR: dataDir });
      await run.says(/Stepwell is at/);
      await request(`http://127.0.0.1:${port}`).get('/health/ready').expect(200);
      expect(processes().some((one) => one.command.includes(dataDir))).toBe(true);
      // Ctrl-C reaches everything in the terminal's group at once: launcher and server.
      process.kill(-run.pid, signal);
      expect(await run.ended).toBe(0);
      expect(existsSync(join(dataDir, 'postgres/data/postmaster.pid'))).toBe(false);
      expect(await leftOver(run.pid, dataDir)).toEqual([]);
    },
    120_000,
  );

  it.each([
    ['data/PG_VERSION', 'while the database is being made'],
    ['postgres.log', 'while the database is coming up'],
  ])(
    'leaves none when Ctrl-C comes with %s: %s',
    async (file) => {
      const dataDir = join(folder, `data-early-${file.length}`);
      const run = stepwell(['serve'], { PORT: String(await freePort()), STEPWELL_DATA_DIR: dataDir });
      while (!existsSync(join(dataDir, 'postgres', file))) await new Promise((resolve) => setTimeout(resolve, 5));
      process.kill(-run.pid, 'SIGINT');
      await run.ended;
      expect(await leftOver(run.pid, dataDir)).toEqual([]);
      // And nothing half-made is in the way of the next start.
      const again = stepwell(['serve'], { PORT: String(await freePort()), STEPWELL_DATA_DIR: dataDir });
      await again.says(/Stepwell is at/);
      process.kill(-again.pid, 'SIGINT');
      expect(await again.ended).toBe(0);
    },
    120_000,
  );

  it('says so when it joins the database of one that runs', async () => {
    const env = { STEPWELL_DATA_DIR: join(folder, 'data-shared') };
    const first = stepwell(['serve'], { ...env, PORT: String(await freePort()) });
    await first.says(/Stepwell is at/);
    expect(first.output()).not.toMatch(/runs already/);
    const second = stepwell(['serve'], { ...env, PORT: String(await freePort()) });
    await second.says(/PostgreSQL of .*data-shared runs already: this Stepwell joins/);
    await second.says(/Stepwell is at/);
    for (const one of [second, first]) {
      process.kill(-one.pid, 'SIGINT');
      expect(await one.ended).toBe(0);
    }
  }, 120_000);

  it('comes up again on the data of one that was killed', async () => {
    const dataDir = join(folder, 'data-killed');
    const env = { PORT: String(await freePort()), STEPWELL_DATA_DIR: dataDir };
    const first = stepwell(['serve'], env);
    await first.says(/Stepwell is at/);
    await killGroup(first);
    const second = stepwell(['serve'], env);
    await second.says(/Stepwell is at/);
    await request(`http://127.0.0.1:${env.PORT}`).get('/health/ready').expect(200);
    process.kill(-second.pid, 'SIGINT');
    expect(await second.ended).toBe(0);
    expect(await leftOver(second.pid, dataDir)).toEqual([]);
  }, 120_000);
});

describe('stepwell doctor', () => {
  it('says what is there and what is missing, and ends with 0 when Stepwell can start', async () => {
    const run = stepwell(['doctor'], { DATABASE_URL: database.ownerUrl });
    expect(await run.ended).toBe(0);
    expect(run.output()).toMatch(/^ok {2}Database .*PostgreSQL 18/m);
    // Recording and dial-in are missing with LiveKit, too.
    expect(run.output()).toMatch(/^-- {2}Video .*groups are missing$/m);
    expect(run.output()).not.toContain(new URL(database.ownerUrl).password);
  }, 60_000);

  it('ends with 1 when it cannot', async () => {
    const run = stepwell(['doctor'], { DATABASE_URL: 'postgres://a:b@127.0.0.1:1/c' });
    expect(await run.ended).toBe(1);
    expect(run.output()).toMatch(/^NO {2}Database .*nothing answers/m);
  }, 60_000);
});
