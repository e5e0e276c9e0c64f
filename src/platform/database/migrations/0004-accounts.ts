import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * better-auth's tables, in a schema of their own that only the role stepwell_auth may enter. The statements are what
 * its `getMigrations(...).compileMigrations()` prints; a test asserts that nothing is left to create or add.
 */
const SQL = [
  `CREATE SCHEMA auth`,
  `CREATE TABLE auth."user" ("id" text NOT NULL PRIMARY KEY, "name" text NOT NULL, "email" text NOT NULL UNIQUE, "emailVerified" boolean NOT NULL,
     "image" text, "createdAt" timestamptz DEFAULT CURRENT_TIMESTAMP NOT NULL, "updatedAt" timestamptz DEFAULT CURRENT_TIMESTAMP NOT NULL)`,
  `CREATE TABLE auth."session" ("id" text NOT NULL PRIMARY KEY, "expiresAt" timestamptz NOT NULL, "token" text NOT NULL UNIQUE,
     "createdAt" timestamptz DEFAULT CURRENT_TIMESTAMP NOT NULL, "updatedAt" timestamptz NOT NULL, "ipAddress" text, "userAgent" text,
     "userId" text NOT NULL REFERENCES auth."user" ("id") ON DELETE CASCADE)`,
  `CREATE TABLE auth."account" ("id" text NOT NULL PRIMARY KEY, "accountId" text NOT NULL, "providerId" text NOT NULL,
     "userId" text NOT NULL REFERENCES auth."user" ("id") ON DELETE CASCADE, "accessToken" text, "refreshToken" text, "idToken" text,
     "accessTokenExpiresAt" timestamptz, "refreshTokenExpiresAt" timestamptz, "scope" text, "password" text,
     "createdAt" timestamptz DEFAULT CURRENT_TIMESTAMP NOT NULL, "updatedAt" timestamptz NOT NULL)`,
  `CREATE TABLE auth."verification" ("id" text NOT NULL PRIMARY KEY, "identifier" text NOT NULL, "value" text NOT NULL, "expiresAt" timestamptz NOT NULL,
     "createdAt" timestamptz DEFAULT CURRENT_TIMESTAMP NOT NULL, "updatedAt" timestamptz DEFAULT CURRENT_TIMESTAMP NOT NULL)`,
  `CREATE TABLE auth."rateLimit" ("id" text NOT NULL PRIMARY KEY, "key" text NOT NULL UNIQUE, "count" integer NOT NULL, "lastRequest" bigint NOT NULL)`,
  `CREATE INDEX "session_userId_idx" ON auth."session" ("userId")`,
  `CREATE INDEX "account_userId_idx" ON auth."account" ("userId")`,
  `CREATE INDEX "verification_identifier_idx" ON auth."verification" ("identifier")`,
  // Ours: signs session cookies, the same on every node.
  `CREATE TABLE auth.cookie_key (only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one), value text NOT NULL)`,
  `GRANT USAGE ON SCHEMA auth TO stepwell_auth`,
  `GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA auth TO stepwell_auth`,
  `REVOKE ALL ON SCHEMA public FROM stepwell_auth`,
];

export class Accounts1700000000004 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const sql of SQL) await runner.query(sql);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP SCHEMA auth CASCADE');
  }
}
