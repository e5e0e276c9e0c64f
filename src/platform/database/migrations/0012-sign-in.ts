import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Second factors, passkeys and sessions with limits: better-auth's tables as it prints them, and four of ours. */
const UP = [
  `ALTER TABLE invitation ADD revoked_at timestamptz`,
  `ALTER TABLE auth."user" ADD "twoFactorEnabled" boolean DEFAULT false`,
  // Sessions that are open now were staff's or patients': they end by the shorter limit.
  `ALTER TABLE auth."session" ADD "seenAt" timestamptz NOT NULL DEFAULT now(), ADD "idleSeconds" integer NOT NULL DEFAULT 1800,
     ADD "provenAt" timestamptz`,
  `ALTER TABLE auth."session" ALTER "seenAt" DROP DEFAULT, ALTER "idleSeconds" DROP DEFAULT`,
  `CREATE TABLE auth."twoFactor" ("id" text NOT NULL PRIMARY KEY, "secret" text NOT NULL, "backupCodes" text NOT NULL,
     "userId" text NOT NULL REFERENCES auth."user" ("id") ON DELETE CASCADE, "verified" boolean DEFAULT true,
     "failedVerificationCount" integer DEFAULT 0, "lockedUntil" timestamptz)`,
  `CREATE INDEX "twoFactor_secret_idx" ON auth."twoFactor" ("secret")`,
  `CREATE INDEX "twoFactor_userId_idx" ON auth."twoFactor" ("userId")`,
  `CREATE TABLE auth."passkey" ("id" text NOT NULL PRIMARY KEY, "name" text, "publicKey" text NOT NULL,
     "userId" text NOT NULL REFERENCES auth."user" ("id") ON DELETE CASCADE, "credentialID" text NOT NULL, "counter" integer NOT NULL,
     "deviceType" text NOT NULL, "backedUp" boolean NOT NULL, "transports" text, "createdAt" timestamptz, "aaguid" text)`,
  `CREATE INDEX "passkey_userId_idx" ON auth."passkey" ("userId")`,
  `CREATE INDEX "passkey_credentialID_idx" ON auth."passkey" ("credentialID")`,
  `DROP TABLE auth."rateLimit"`,
  // Ours: failures by hash of what they are about; browsers that were signed in with; one-use links in mails.
  `CREATE TABLE auth.sign_in_attempt (key text CONSTRAINT sign_in_attempt_pk PRIMARY KEY, failures integer NOT NULL DEFAULT 0,
     last_at timestamptz NOT NULL DEFAULT now())`,
  `CREATE TABLE auth.known_device (token_hash text NOT NULL, user_id text NOT NULL REFERENCES auth."user" ("id") ON DELETE CASCADE,
     created_at timestamptz NOT NULL DEFAULT now(), last_used_at timestamptz NOT NULL DEFAULT now(),
     CONSTRAINT known_device_pk PRIMARY KEY (token_hash, user_id))`,
  `CREATE INDEX known_device_user_ix ON auth.known_device (user_id)`,
  `CREATE TABLE auth.mail_token (token_hash text CONSTRAINT mail_token_pk PRIMARY KEY,
     user_id text NOT NULL REFERENCES auth."user" ("id") ON DELETE CASCADE,
     purpose text NOT NULL CHECK (purpose IN ('verify-email', 'change-email', 'reset-password')),
     email text NOT NULL, expires_at timestamptz NOT NULL)`,
  `CREATE TABLE auth.used_code (user_id text NOT NULL REFERENCES auth."user" ("id") ON DELETE CASCADE, code_hash text NOT NULL,
     used_at timestamptz NOT NULL DEFAULT now(), CONSTRAINT used_code_pk PRIMARY KEY (user_id, code_hash))`,
  `CREATE INDEX mail_token_user_ix ON auth.mail_token (user_id, purpose)`,
  `GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA auth TO stepwell_auth`,
];

const DOWN = [
  `ALTER TABLE invitation DROP revoked_at`,
  `DROP TABLE auth.used_code, auth.mail_token, auth.known_device, auth.sign_in_attempt, auth."passkey", auth."twoFactor"`,
  `CREATE TABLE auth."rateLimit" ("id" text NOT NULL PRIMARY KEY, "key" text NOT NULL UNIQUE, "count" integer NOT NULL, "lastRequest" bigint NOT NULL)`,
  `GRANT SELECT, INSERT, UPDATE, DELETE ON auth."rateLimit" TO stepwell_auth`,
  `ALTER TABLE auth."session" DROP "seenAt", DROP "idleSeconds", DROP "provenAt"`,
  `ALTER TABLE auth."user" DROP "twoFactorEnabled"`,
];

export class SignIn1700000000012 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const sql of UP) await runner.query(sql);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const sql of DOWN) await runner.query(sql);
  }
}
