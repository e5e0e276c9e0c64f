import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import type { CDPSession, Page } from 'playwright-core';
import { createTestApp, type TestApp } from '../support/app.js';
import { collectErrors, describeWithBrowser, openAs, openBrowser, type TestBrowser } from '../support/browser.js';
import { ageProof, codeFrom, forgetUsedCodes } from '../support/code-app.js';
import { CORNERS, inspect, SIZES } from '../support/inspect.js';
import { createClinic, inviteAndAccept, PASSWORD, type Person, registerPatient, signIn } from '../support/people.js';

jest.setTimeout(120_000);

/** A security key in the browser, as DevTools offers it: with a PIN or finger that is always right. */
async function plugInKey(page: Page, verified = true): Promise<CDPSession> {
  const session = await page.context().newCDPSession(page);
  await session.send('WebAuthn.enable');
  await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: verified,
      automaticPresenceSimulation: true,
    },
  });
  return session;
}

describeWithBrowser('an account in the browser', () => {
  let app: TestApp;
  let admin: Person;
  let ana: Person;
  let noor: Person;
  let browser: TestBrowser;
  let page: Page;

  beforeAll(async () => {
    // Passkeys belong to a name, and an address is none.
    app = await createTestApp({ localhost: true });
    ({ admin } = await createClinic(app, 'account'));
    ana = await inviteAndAccept(app, admin, { role: 'clinician', name: 'Ana Tester' });
    noor = await inviteAndAccept(app, admin, { role: 'clinician', name: 'Noor Tester' });
    browser = await openBrowser(SIZES[0]);
  });
  afterAll(async () => {
    await browser?.close();
    await app?.close();
  });

  const button = (name: RegExp | string) => page.getByRole('button', { name });
  const signOut = async () => {
    await button(/account$/).click();
    const loaded = page.waitForEvent('load');
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await loaded;
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  };
  const fillSignIn = async (email: string, password: string) => {
    await page.getByLabel('E-mail').fill(email);
    await page.getByLabel('Password').fill(password);
    await button(/^Sign in$/).click();
  };

  it('gets a passkey after one more proof, opens with it, has it renamed and removed', async () => {
    page = await openAs(app, browser, ana.email, '/account');
    const errors = collectErrors(page);
    await page.getByText('this device, from').waitFor();
    await ageProof(app, ana, 60);
    await button('Add a passkey').click();
    const dialog = page.getByRole('dialog', { name: 'Is it you?' });
    await dialog.waitFor();
    await inspect(page, 'proof', CORNERS);
    // Not before: axe looks through a second DevTools session, whose end unplugs the key.
    await plugInKey(page);
    await dialog.getByLabel('Password').fill('wrong horse battery');
    await page.keyboard.press('Enter');
    await dialog.getByText(/does not prove that it is you/).waitFor();
    await dialog.getByLabel('Password').fill(PASSWORD);
    await page.keyboard.press('Enter');
    await page.getByText('The passkey is added.').waitFor();
    await ageProof(app, ana, 60);
    await button('Rename Linux').click();
    await page.getByLabel('Name').fill('Desk at work');
    await button('Save').click();
    await dialog.getByRole('button', { name: 'Use a passkey' }).click();
    await button('Remove Desk at work').waitFor();

    await signOut();
    await button('Sign in with a passkey').click();
    await page.getByText('Worklist').first().waitFor();

    await page.goto(`${app.url}/account`);
    await button('Remove Desk at work').click();
    await button('Remove Desk at work').waitFor({ state: 'detached' });
    // Refusals that were meant: the wrong password, acts that first had to be proven, nobody who is signed in on the page
    // for that, and there is no demo here.
    expect(errors.filter((error) => !/status of 40[134]/.test(error))).toEqual([]);
    await signOut();
    await button('Sign in with a passkey').click();
    await page.getByText('This passkey does not open an account here.').waitFor();
    await page.close();
  });

  it('of somebody whom no clinic has any more says so where it is signed in to', async () => {
    const left = await inviteAndAccept(app, admin, { role: 'clinician', name: 'Lena Left' });
    await app.database.asOwner('UPDATE membership SET active = false WHERE person_id = $1', [left.personId]);
    await browser.context.clearCookies();
    page = await browser.context.newPage();
    await page.goto(`${app.url}/sign-in`);
    await fillSignIn(left.email, PASSWORD);
    await page.getByText(/no clinic has you among its people now/).waitFor();
    await page.reload();
    await page.getByText(/no clinic has you among its people now/).waitFor();
    // Whoever else sits down there signs in as always.
    await fillSignIn(ana.email, PASSWORD);
    await button(/account$/).waitFor();
    await page.close();
  });

  it('is asked who it is above the dialog that needs the answer, which stays as it was', async () => {
    page = await openAs(app, browser, admin.email, '/team');
    await button('Invite').click();
    const invite = page.getByRole('dialog', { name: 'Invite to the team' });
    await invite.getByLabel('Name', { exact: true }).fill('Lea Later');
    await invite.getByLabel('E-mail', { exact: true }).fill('lea@account.example');
    await invite.getByLabel('Role', { exact: true }).selectOption('coordinator');
    await ageProof(app, admin, 60);
    // Nobody becomes a pain physician by not having looked: nothing is sent before one was chosen.
    await invite.getByRole('button', { name: 'Make the link' }).click();
    await invite.getByText('Please choose.').waitFor();
    await invite.getByLabel('Profession', { exact: true }).selectOption('nurse-coordinator');
    await invite.getByRole('button', { name: 'Make the link' }).click();
    const proof = page.getByRole('dialog', { name: 'Is it you?' });
    // A click goes to what lies on top: where the other dialog did, this one cannot be answered with a mouse.
    await proof.getByLabel('Password').click();
    await page.keyboard.press('Escape');
    await proof.waitFor({ state: 'detached' });
    expect(await invite.getByLabel('Name', { exact: true }).inputValue()).toBe('Lea Later');
    await invite.getByRole('button', { name: 'Make the link' }).click();
    await proof.getByLabel('Password').click();
    await page.keyboard.type(PASSWORD);
    await page.keyboard.press('Tab');
    await proof.getByRole('button', { name: 'Confirm' }).and(page.locator(':focus')).click();
    await invite.locator('code').waitFor();
    await ageProof(app, admin, 0);
    await page.close();
  });

  it('does not take a passkey that asks for no PIN, finger or face', async () => {
    page = await openAs(app, browser, noor.email, '/account');
    await plugInKey(page, false);
    await button('Add a passkey').click();
    await page.getByRole('alert').waitFor();
    expect((await noor.agent.get('/api/v1/account').expect(200)).body.passkeys).toEqual([]);
    await page.close();
  });

  it('gets an authenticator app, is asked for its code, and opens with a recovery code', async () => {
    await app.database.asOwner(
      `INSERT INTO auth.passkey (id, name, "publicKey", "userId", "credentialID", counter, "deviceType", "backedUp", "createdAt")
       SELECT 'shown', 'A key that is only looked at', '', auth_user_id, 'shown', 0, 'singleDevice', false, now() FROM person WHERE id = $1`,
      [noor.personId],
    );
    page = await openAs(app, browser, noor.email, '/account');
    await page.getByText('A key that is only looked at').waitFor();
    await inspect(page, 'account with a passkey');
    await button('Set up an app').click();
    const dialog = page.getByRole('dialog', { name: 'Set up an app' });
    await dialog.getByRole('img', { name: 'Picture for your authenticator app' }).waitFor();
    await inspect(page, 'authenticator app', CORNERS);
    const secret = (await dialog.locator('code').innerText()).replace(/\s/g, '');
    const uri = `otpauth://totp/x?secret=${secret}`;
    await dialog.getByLabel('Code from your authenticator app').fill('000000');
    await button('Turn it on').click();
    await dialog.getByText(/does not fit/).waitFor();
    await dialog.getByLabel('Code from your authenticator app').fill(await codeFrom(uri));
    await button('Turn it on').click();
    const codes = page.getByRole('dialog', { name: 'Recovery codes' });
    await codes.waitFor();
    await inspect(page, 'recovery codes', CORNERS);
    // They are shown this once: no key takes them away.
    await page.keyboard.press('Escape');
    const recoveryCode = await codes.locator('code').first().innerText();
    await button('I have kept them').click();
    await page.getByText('in use', { exact: true }).waitFor();

    await signOut();
    await fillSignIn(noor.email, PASSWORD);
    await page.getByRole('heading', { name: 'One more step' }).waitFor();
    await inspect(page, 'second step');
    await page.getByLabel('Code from your authenticator app').fill('000000');
    await page.keyboard.press('Enter');
    await page.getByText(/does not fit/).waitFor();
    await forgetUsedCodes(app);
    await page.getByLabel('Code from your authenticator app').fill(await codeFrom(uri));
    await page.keyboard.press('Enter');
    await page
      .getByText(/Worklist/)
      .first()
      .waitFor();

    await signOut();
    await fillSignIn(noor.email, PASSWORD);
    await button('I do not have the app here').click();
    await page.getByLabel('Recovery code').fill(recoveryCode);
    await page.keyboard.press('Enter');
    await page
      .getByText(/Worklist/)
      .first()
      .waitFor();
    await page.close();
  });

  it('is led to an authenticator app before anything else where the clinic asks its staff for one', async () => {
    const { admin } = await createClinic(app, 'demanding');
    const person = await inviteAndAccept(app, admin, { role: 'clinician', name: 'Dee Tester' });
    const { doors: _, ...settings } = (await admin.agent.get('/api/v1/clinic').expect(200)).body;
    await admin.agent
      .put('/api/v1/clinic')
      .send({ ...settings, secondFactor: 'required' })
      .expect(200);
    await browser.context.clearCookies();
    page = await browser.context.newPage();
    await page.goto(`${app.url}/patients`);
    await fillSignIn(person.email, PASSWORD);
    await page.getByRole('heading', { name: 'One more thing first' }).waitFor();
    await inspect(page, 'second factor first');
    expect(await button('Go on').count()).toBe(0);
    await button('Set up an app').click();
    const dialog = page.getByRole('dialog', { name: 'Set up an app' });
    const secret = (await dialog.locator('code').innerText()).replace(/\s/g, '');
    await dialog
      .getByLabel('Code from your authenticator app')
      .fill(await codeFrom(`otpauth://totp/x?secret=${secret}`));
    await button('Turn it on').click();
    await button('I have kept them').click();
    await button('Go on').click();
    await page.getByRole('heading', { name: 'Patients' }).first().waitFor();
    await page.close();
  });

  it('gets a new password by the mail in the outbox, and is signed out elsewhere from the list', async () => {
    await app.database.asOwner('UPDATE auth."user" SET "emailVerified" = true WHERE email = $1', [ana.email]);
    await browser.context.clearCookies();
    page = await browser.context.newPage();
    await page.goto(`${app.url}/sign-in`);
    await page.getByRole('link', { name: 'I forgot my password' }).click();
    await page.getByLabel('E-mail').fill(ana.email);
    await button('Send the link').click();
    await page.getByText(/a mail with a link is on its way/).waitFor();
    await page.goto(`${app.url}/outbox`);
    await page
      .getByRole('link', { name: /\/reset#/ })
      .first()
      .click();
    await page.getByLabel('New password').fill('a new horse battery');
    await button('Use this password').click();
    await page.getByText(/Your new password is set/).waitFor();
    await page.getByRole('link', { name: 'Sign in' }).click();
    await fillSignIn(ana.email, 'a new horse battery');
    await page
      .getByText(/Worklist/)
      .first()
      .waitFor();

    const elsewhere = await signIn(app, ana.email, 'a new horse battery');
    await page.goto(`${app.url}/account`);
    await button(/^Sign out Unknown browser/).click();
    await button(/^Sign out Unknown browser/).waitFor({ state: 'detached' });
    await elsewhere.get('/api/v1/session').expect(401);
    await page.close();
  });

  it('shows nothing any more once it is signed out from elsewhere, and goes on where it was afterwards', async () => {
    const lou = await inviteAndAccept(app, admin, { role: 'clinician', name: 'Lou Tester' });
    await registerPatient(lou, { givenName: 'June', familyName: 'Walker' });
    page = await openAs(app, browser, lou.email, '/');
    await page.getByRole('link', { name: 'Patients' }).first().click();
    await page.getByText('June Walker').waitFor();
    await lou.agent.delete('/api/v1/account/sessions').expect(204);
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect(await page.getByText('June Walker').count()).toBe(0);
    expect(new URL(page.url()).searchParams.get('next')).toBe('/patients');
    await fillSignIn(lou.email, PASSWORD);
    await page.getByText('June Walker').waitFor();
    // Who is in has no business on the sign-in page, whichever way it is come to.
    await page.goBack();
    await page.waitForURL(`${app.url}/`);
    await page.goto(`${app.url}/sign-in?next=/patients`);
    await page.getByText('June Walker').waitFor();
    expect(new URL(page.url()).pathname).toBe('/patients');
    await page.close();
  });

  it('is warned before the session ends unused, and is led to the sign-in when it did', async () => {
    page = await openAs(app, browser, ana.email, '/account', 'a new horse battery');
    await page.getByText('this device, from').waitFor();
    // The page's clock is turned, and the server's with it: nobody has to be quick.
    await page.clock.install();
    await page.reload();
    await page.getByText('this device, from').waitFor();
    const unused = async (minutes: number) => {
      const seen = `now() - interval '${minutes} minutes'`;
      await app.database.asOwner(`UPDATE auth."session" SET "seenAt" = ${seen}`);
    };
    const dialog = page.getByRole('dialog', { name: 'Are you still there?' });
    await unused(29);
    await page.clock.fastForward('29:05');
    await dialog.waitFor();
    await inspect(page, 'idle', [CORNERS[0]!]);
    await dialog.getByRole('button', { name: 'Stay signed in' }).press('Enter');
    await dialog.waitFor({ state: 'detached' });
    await page.getByText('this device, from').waitFor();
    await page.clock.fastForward('29:05');
    await dialog.waitFor();
    await unused(31);
    await page.clock.fastForward('01:00');
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect(new URL(page.url()).searchParams.get('next')).toBe('/account');
    await page.close();
  });
});
