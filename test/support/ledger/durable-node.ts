import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { freePort } from '../free-port.js';
import { childrenOf, commandOf, exists, killIfThere } from '../processes.js';
import { killGroup, type Stepwell, stepwell } from '../stepwell.js';

export interface Answer {
  /** 0 when nobody answered. */
  readonly status: number;
  // oxlint-disable-next-line typescript/no-explicit-any -- whatever the door answers
  readonly body: any;
}

/** Longer than the server waits for a database that has gone silent. */
const PATIENCE_MS = 60_000;

/** `stepwell serve` with an embedded PostgreSQL in a folder of its own, and one clinic in UTC; both can be killed and come back. */
export class DurableNode {
  node!: Stepwell;
  token = '';

  private constructor(
    private readonly folder: string,
    private readonly env: Record<string, string>,
    readonly url: string,
  ) {}

  static async open(settings: Record<string, string> = {}): Promise<DurableNode> {
    const folder = mkdtempSync(join(tmpdir(), 'stepwell-durable-'));
    // As root, PostgreSQL runs as another account, which must be able to pass through.
    chmodSync(folder, 0o711);
    const port = await freePort();
    const env = { PORT: String(port), STEPWELL_DATA_DIR: join(folder, 'data'), STEPWELL_DEMO: 'off', ...settings };
    const durable = new DurableNode(folder, { LOG_LEVEL: 'error', ...env }, `http://127.0.0.1:${port}`);
    await durable.start();
    const clinic = ['--slug', 'durable', '--name', 'Durable', '--zone', 'UTC', '--admin-email', 'boss@durable.example'];
    await durable.command('create-clinic', ...clinic);
    const said = await durable.command('token', '--clinic', 'durable', '--scopes', 'system/*.cruds');
    durable.token = said.match(/swt_\S+/)![0];
    return durable;
  }

  async start(): Promise<void> {
    await this.beginStart().says(/Stepwell is at/);
  }

  /** Without waiting for it. */
  beginStart(): Stepwell {
    this.node = stepwell(['serve'], this.env);
    return this.node;
  }

  async command(...args: string[]): Promise<string> {
    const run = stepwell(args, this.env);
    if ((await run.ended) !== 0) throw new Error(run.output());
    return run.output();
  }

  /** Launcher and server; PostgreSQL has a session of its own and lives on. */
  async killNode(): Promise<void> {
    await killGroup(this.node);
  }

  /** The postmaster and all its children, without a word. */
  async killPostgres(): Promise<void> {
    const file = join(this.databaseFolder, 'postmaster.pid');
    if (!existsSync(file)) return;
    const postmaster = Number(readFileSync(file, 'utf8').split('\n')[0]);
    // The file outlives its process, and the number may by now be somebody else's.
    if (!commandOf(postmaster).includes(this.folder)) return;
    const all = [postmaster, ...childrenOf(postmaster)];
    for (const pid of all) killIfThere(pid);
    // PostgreSQL does not start while its old process is still listed, and not every init clears the dead away at once.
    for (const until = Date.now() + 30_000; all.some(exists); await sleep(10))
      if (Date.now() > until) throw new Error('PostgreSQL does not go');
  }

  async send(method: string, path: string, body?: string, type = 'application/fhir+json'): Promise<Answer> {
    const headers = { authorization: `Bearer ${this.token}`, 'content-type': type };
    try {
      const signal = AbortSignal.timeout(PATIENCE_MS);
      const answer = await fetch(this.url + path, { method, headers, signal, ...(body ? { body } : {}) });
      const text = await answer.text();
      return { status: answer.status, body: JSON.parse(text) };
    } catch {
      return { status: 0, body: undefined };
    }
  }

  async makePatient(family: string): Promise<string> {
    const patient = { resourceType: 'Patient', name: [{ family }] };
    const { status, body } = await this.send('POST', '/fhir/Patient', JSON.stringify(patient));
    if (status !== 201) throw new Error(`Patient: ${status}`);
    return body.id as string;
  }

  get databaseFolder(): string {
    return join(this.folder, 'data/postgres/data');
  }

  /** Of the embedded database, as the owner of everything in it. */
  ownerUrl(): string {
    const { port, password } = JSON.parse(readFileSync(join(this.folder, 'data/postgres/stepwell.json'), 'utf8'));
    return `postgres://stepwell_owner:${password}@127.0.0.1:${port}/postgres`;
  }

  /** As that owner, whom no policy binds. */
  async inDatabase<Row extends object>(sql: string, values: unknown[] = []): Promise<Row[]> {
    const client = new pg.Client({ connectionString: this.ownerUrl() });
    await client.connect();
    try {
      return (await client.query<Row>(sql, values)).rows;
    } finally {
      await client.end();
    }
  }

  async isReady(): Promise<boolean> {
    return (await this.send('GET', '/health/ready')).status === 200;
  }

  /** Is nothing waiting to be done now? Looking again later is no debt. */
  async isDrained(): Promise<boolean> {
    const due = await this.inDatabase("SELECT FROM due_day WHERE next_at <= now() + interval '5 s' OR attempts > 0");
    return due.length === 0;
  }

  async close(): Promise<void> {
    await this.killNode();
    await this.killPostgres();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
