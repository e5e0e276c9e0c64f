import { hashPassword as scrypt } from 'better-auth/crypto';
import { hash as argon2 } from '@node-rs/argon2';
import { describe, expect, it } from '@jest/globals';
import { hashPassword, isOutdated, verifyPassword } from './passwords.js';

const PASSWORD = 'correct horse battery';

describe('a password', () => {
  it.each<[string, () => Promise<string>, boolean]>([
    ['argon2id at today’s cost', () => hashPassword(PASSWORD), false],
    ['scrypt, as better-auth made it before', () => scrypt(PASSWORD), true],
    ['argon2id at a lower cost', () => argon2(PASSWORD, { memoryCost: 8192, timeCost: 2, parallelism: 1 }), true],
  ])('hashed with %s is known, and outdated: %#', async (_name, make, outdated) => {
    const hash = await make();
    expect(await verifyPassword({ hash, password: PASSWORD })).toBe(true);
    expect(await verifyPassword({ hash, password: `${PASSWORD} ` })).toBe(false);
    expect(isOutdated(hash)).toBe(outdated);
  });

  it('may be typed on a keyboard that composes its letters otherwise', async () => {
    expect(await verifyPassword({ hash: await hashPassword('caf\u00e9 noir'), password: 'cafe\u0301 noir' })).toBe(
      true,
    );
  });

  it('has a salt of its own each time', async () => {
    expect(await hashPassword(PASSWORD)).not.toBe(await hashPassword(PASSWORD));
    expect(await hashPassword(PASSWORD)).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  });
});
