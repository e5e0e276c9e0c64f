import { createHmac, randomUUID } from 'node:crypto';
import type { StaffRole } from './people.js';

/** Runs a statement as the owner of the tables, whom no policy binds. */
export type AsOwner = <Row extends object>(sql: string, values?: unknown[]) => Promise<Row[]>;

/** Somebody signed in: who, and the cookie a browser of theirs would send. */
export interface Face {
  readonly personId: string;
  readonly cookie: string;
}

/**
 * Many people of one role, signed in, in one statement a table. Through the front door each costs a password's hash, a
 * quarter of a minute for a hundred; their sessions are like any other, and everything they do goes through the doors.
 */
export async function makeCrowd(
  asOwner: AsOwner,
  clinicId: string,
  count: number,
  role: Exclude<StaffRole, 'auditor'>,
): Promise<Face[]> {
  const [key] = await asOwner<{ value: string }>('SELECT value FROM auth.cookie_key');
  const people = Array.from({ length: count }, () => ({ id: randomUUID(), token: randomUUID().replaceAll('-', '') }));
  const columns = [people.map(({ id }) => id), people.map(({ token }) => token)];
  await asOwner(
    `WITH p AS (SELECT * FROM unnest($1::text[], $2::text[]) AS p(id, token)),
       u AS (INSERT INTO auth."user" ("id", "name", "email", "emailVerified") SELECT id, 'Crowd ' || left(id, 4), id || '@crowd.example', true FROM p)
     INSERT INTO person (id, auth_user_id, name, email) SELECT id::uuid, id, 'Crowd ' || left(id, 4), id || '@crowd.example' FROM p`,
    columns,
  );
  await asOwner(
    `INSERT INTO auth."session" ("id", "expiresAt", "token", "updatedAt", "userId", "seenAt", "idleSeconds", "provenAt")
     SELECT 's' || id, now() + interval '12 hours', token, now(), id, now(), 43200, now() FROM unnest($1::text[], $2::text[]) AS p(id, token)`,
    columns,
  );
  await asOwner(`INSERT INTO membership (clinic_id, person_id, role) SELECT $1, unnest($2::uuid[]), $3`, [
    clinicId,
    columns[0],
    role,
  ]);
  return people.map(({ id, token }) => ({ personId: id, cookie: toCookie(token, key!.value) }));
}

/** As better-auth signs it. */
function toCookie(token: string, secret: string): string {
  const signature = createHmac('sha256', secret).update(token).digest('base64');
  return `stepwell.session_token=${encodeURIComponent(`${token}.${signature}`)}`;
}
