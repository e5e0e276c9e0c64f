import { createHmac } from 'node:crypto';
import pg from 'pg';
import { StartError } from '../config/config.errors.js';

/**
 * Who connects for what. The owner migrates; nobody serves a request as the owner.
 * app: requests, under row-level security. worker: queues, then one clinic at a time. auth: accounts and sessions only.
 */
export const ROLES = ['stepwell_app', 'stepwell_worker', 'stepwell_auth'] as const;
export type Role = (typeof ROLES)[number];

/**
 * Connection string of a role. Its password is derived from the owner's, so that every node of a clinic finds the same
 * one and none has to be stored.
 */
export function urlFor(role: Role, ownerUrl: string): string {
  const url = new URL(ownerUrl);
  const password = createHmac('sha256', decodeURIComponent(url.password))
    .update(`stepwell/${role}`)
    .digest('base64url');
  url.username = role;
  url.password = password;
  return url.href;
}

/**
 * Makes the three login roles, or renews their passwords.
 *
 * @throws StartError when the database cannot be reached, is older than 15, or the owner may not create roles
 */
export async function prepareRoles(ownerUrl: string): Promise<void> {
  const client = await connectAsOwner(ownerUrl);
  try {
    const { rows } = await client.query<{ v: string }>("SELECT current_setting('server_version_num') AS v");
    if (Number(rows[0]?.v) < 150000)
      throw new StartError(`DATABASE_URL: PostgreSQL ${rows[0]?.v} is too old, Stepwell needs 15 or newer.`);
    for (const role of ROLES) if (!(await canSignIn(role, ownerUrl))) await makeRole(client, role, ownerUrl);
  } catch (error) {
    if (error instanceof StartError) throw error;
    if ((error as { code?: string }).code === '42501')
      throw new StartError(
        'DATABASE_URL: this user may not make or change the roles stepwell_app, stepwell_worker and stepwell_auth: grant it CREATEROLE (and, where they exist already, ADMIN on them).',
      );
    throw error;
  } finally {
    await client.end();
  }
}

/** @throws StartError saying why the database cannot be reached */
export async function connectAsOwner(ownerUrl: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: ownerUrl, connectionTimeoutMillis: 5000 });
  try {
    await client.connect();
    return client;
  } catch (error) {
    throw new StartError(`DATABASE_URL: ${reachProblem(error as NodeJS.ErrnoException, ownerUrl)}`);
  }
}

/** A role that is as it should be is left alone: roles belong to the whole server, and other databases may use them. */
async function canSignIn(role: Role, ownerUrl: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: urlFor(role, ownerUrl), connectionTimeoutMillis: 5000 });
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function makeRole(client: pg.Client, role: Role, ownerUrl: string): Promise<void> {
  const password = client.escapeLiteral(decodeURIComponent(new URL(urlFor(role, ownerUrl)).password));
  try {
    await client.query(
      `CREATE ROLE ${role} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE PASSWORD ${password}`,
    );
  } catch (error) {
    if ((error as { code?: string }).code !== '42710') throw error;
    // It is there with another password. What it may do is asserted when the pool opens.
    await client.query(`ALTER ROLE ${role} LOGIN PASSWORD ${password}`);
  }
}

function reachProblem(error: NodeJS.ErrnoException, ownerUrl: string): string {
  const { hostname, port, pathname, searchParams } = new URL(ownerUrl);
  const where = `${searchParams.get('host') ?? hostname}:${port || 5432}`;
  switch (error.code) {
    case 'ECONNREFUSED':
    // A socket's file that is not there.
    case 'ENOENT':
      return `nothing answers at ${where}; is PostgreSQL running there?`;
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `the host ${hostname} is not known.`;
    case '28P01':
    case '28000':
      return `PostgreSQL at ${where} refuses this user or password.`;
    case '3D000':
      return `there is no database ${pathname.slice(1)} at ${where}; create it first.`;
    default:
      return `PostgreSQL at ${where} cannot be used (${error.code ?? error.message}).`;
  }
}
