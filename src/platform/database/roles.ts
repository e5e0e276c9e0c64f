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
  const client = new pg.Client({ connectionString: ownerUrl, connectionTimeoutMillis: 5000 });
  try {
    await client.connect();
  } catch (error) {
    throw new StartError(`DATABASE_URL: ${reachProblem(error as NodeJS.ErrnoException, ownerUrl)}`);
  }
  try {
    const { rows } = await client.query<{ v: string }>("SELECT current_setting('server_version_num') AS v");
    if (Number(rows[0]?.v) < 150000)
      throw new StartError(`DATABASE_URL: PostgreSQL ${rows[0]?.v} is too old, Stepwell needs 15 or newer.`);
    await client.query('SELECT pg_advisory_lock(731001)');
    for (const role of ROLES) {
      const password = decodeURIComponent(new URL(urlFor(role, ownerUrl)).password);
      const exists = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [role]);
      const verb = exists.rowCount ? 'ALTER' : 'CREATE';
      await client.query(
        `${verb} ROLE ${role} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE PASSWORD ${client.escapeLiteral(password)}`,
      );
    }
  } catch (error) {
    if (error instanceof StartError) throw error;
    if ((error as { code?: string }).code === '42501')
      throw new StartError(
        'DATABASE_URL: this user may not create roles; grant it CREATEROLE, Stepwell needs the roles stepwell_app, stepwell_worker and stepwell_auth.',
      );
    throw error;
  } finally {
    await client.end();
  }
}

function reachProblem(error: NodeJS.ErrnoException, ownerUrl: string): string {
  const { hostname, port, pathname } = new URL(ownerUrl);
  const where = `${hostname}:${port || 5432}`;
  switch (error.code) {
    case 'ECONNREFUSED':
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
