import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { createTestApp, type TestApp } from '../../../test/support/app.js';
import { ClinicsService } from '../clinics/index.js';
import { DemoSeed } from './demo-seed.js';
import { DemoModule } from './demo.module.js';

let app: TestApp;
beforeEach(async () => void (app = await createTestApp({ modules: [DemoModule] })), 120_000);
afterEach(async () => {
  jest.restoreAllMocks();
  await app.close();
});

/** Up to the first patient: what comes behind is repeated by ids. */
const make = () =>
  app.nest.get(DemoSeed).ensure((step) => {
    if (step.startsWith('Patient 1 ')) throw new Error('far enough');
  });
const ended = () => Promise.reject(new Error('Ctrl-C'));

describe('a demo that was stopped while it was made goes on at the next start', () => {
  it.each([1, 2, 4])(
    'before person %i has come in by the invitation',
    async (nth) => {
      const clinics = app.nest.get(ClinicsService);
      const accept = clinics.accept.bind(clinics);
      let n = 0;
      jest.spyOn(clinics, 'accept').mockImplementation((...asked) => (++n === nth ? ended() : accept(...asked)));
      await expect(make()).rejects.toThrow('Ctrl-C');
      jest.restoreAllMocks();
      await expect(make()).rejects.toThrow('far enough');
    },
    60_000,
  );

  it.each([1, 3])(
    'after person %i has got an account, and belongs to no clinic yet',
    async (nth) => {
      const { accounts } = app.surroundings.signIn;
      const ensure = accounts.ensure.bind(accounts);
      let n = 0;
      jest.spyOn(accounts, 'ensure').mockImplementation(async (account) => {
        const made = await ensure(account);
        return ++n === nth ? ended() : made;
      });
      await expect(make()).rejects.toThrow('Ctrl-C');
      jest.restoreAllMocks();
      await expect(make()).rejects.toThrow('far enough');
    },
    60_000,
  );
});

it('an account is made with its password, or not at all', async () => {
  const { accounts } = app.surroundings.signIn;
  await app.database.asOwner('ALTER TABLE auth.account ADD CONSTRAINT not_now CHECK (false) NOT VALID');
  const account = { email: 'june@demo.example', name: 'June', password: 'a long walk uphill', emailVerified: true };
  await expect(accounts.ensure(account)).rejects.toThrow('not_now');
  expect(await accounts.findByEmail(account.email)).toBeUndefined();
  await app.database.asOwner('ALTER TABLE auth.account DROP CONSTRAINT not_now');
  const { authUserId } = await accounts.ensure(account);
  expect(await accounts.methods(authUserId)).toMatchObject({ password: true });
  expect(await accounts.passwordFits(account.email, account.password)).toBe(true);
});
