import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Page } from 'playwright-core';
import { createTestApp, type TestApp } from '../support/app.js';
import { collectErrors, describeWithBrowser, openAs, openBrowser, type TestBrowser } from '../support/browser.js';
import { type CareCircle, gatherCareCircle } from '../support/care.js';
import { CORNERS, inspect, SIZES } from '../support/inspect.js';
import { accept, createClinic, ok } from '../support/people.js';
import { until } from '../support/until.js';

jest.setTimeout(180_000);

describeWithBrowser('whom a patient lets look on', () => {
  let app: TestApp;
  let circle: CareCircle;
  let browsers: TestBrowser[] = [];
  let nurse: Page;
  let patient: Page;
  let errors: string[];
  /** The patient's name, as everybody reads it. */
  let june: string;

  beforeAll(async () => {
    app = await createTestApp();
    circle = await gatherCareCircle(app, await createClinic(app, 'followers'), 'Walker');
    june = (await circle.coordinator.agent.get(`/api/v1/patients/${circle.patientId}`).expect(200)).body.name;
    browsers = [await openBrowser(SIZES[0]), await openBrowser(SIZES[1])];
    nurse = await openAs(app, browsers[0]!, circle.coordinator.email);
    patient = await openAs(app, browsers[1]!, circle.patient.email);
    // As people get there: Back then leads to the list without a new page.
    await nurse.goto(`${app.url}/patients`);
    await nurse.getByRole('link', { name: june }).first().click();
    await patient.goto(`${app.url}/people`);
    await patient.getByRole('heading', { name: 'Family and friends' }).waitFor();
    errors = collectErrors(nurse);
    collectErrors(patient, errors);
  }, 180_000);
  afterAll(async () => {
    for (const one of browsers) await one.close();
    await app?.close();
  });

  async function invited(name: string, more: object = {}) {
    const email = `${randomUUID()}@people.example`;
    const body = { id: randomUUID(), email, name, role: 'caregiver', patientId: circle.patientId, ...more };
    const answer = await circle.coordinator.agent.post('/api/v1/invitations').send(body).expect(ok);
    return { email, link: answer.body.link as string };
  }
  const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
  const dialog = (page: Page, name: string) => page.getByRole('dialog', { name, exact: true });
  const row = (page: Page, name: string) => page.getByRole('listitem').filter({ hasText: name });

  const LIST = 'People who follow';
  const QUESTION = 'Throw away what you typed?';
  /** What the page posts there is done at once; the answer waits until it is let go. */
  async function slowly(page: Page, path: string) {
    let letGo = () => {};
    const held = new Promise<void>((resolve) => (letGo = resolve));
    await page.route(path, async (route) => {
      if (route.request().method() !== 'POST') return route.fallback();
      const response = await route.fetch();
      await held;
      await route.fulfill({ response });
    });
    return letGo;
  }
  const back = (page: Page) =>
    page.evaluate(
      `new Promise((done) => { addEventListener('popstate', () => setTimeout(done, 200), { once: true }); history.back(); })`,
    );
  /** Back is taken back by a step forward, which takes its time. */
  const isStill = (here: string) => until('the address is that of the page', () => nurse.url() === here);
  const focused = (page: Page) => page.evaluate<string>(`document.activeElement.textContent`);
  /** Whoever does not see the page hears it, and is on the heading of the list of which the row has changed. */
  async function saysOnHeading(page: Page, heading: string, words: RegExp) {
    await page.getByRole('status').filter({ hasText: words }).waitFor({ state: 'attached' });
    await until(`the focus is on ${heading}`, async () => (await focused(page)) === heading);
  }

  describe('a form that is half filled in', () => {
    const openForm = async () => {
      await button(nurse, 'Invite somebody to look on').click();
      await dialog(nurse, 'Invite somebody to look on').waitFor();
    };
    const typed = () => nurse.getByLabel('Name', { exact: true });

    it('asks before Escape, the cross or Back throws it away; one that is empty does not', async () => {
      await openForm();
      await nurse.keyboard.press('Escape');
      await dialog(nurse, 'Invite somebody to look on').waitFor({ state: 'detached' });

      await openForm();
      await typed().fill('Anna Half');
      const here = nurse.url();
      for (const leave of [
        () => nurse.keyboard.press('Escape'),
        () => dialog(nurse, 'Invite somebody to look on').getByRole('button', { name: 'Close' }).click(),
        () => nurse.evaluate('history.back()'),
      ]) {
        await leave();
        await dialog(nurse, QUESTION).waitFor();
        await button(nurse, 'Go on with it').click();
        await dialog(nurse, QUESTION).waitFor({ state: 'detached' });
        await isStill(here);
        expect(await typed().inputValue()).toBe('Anna Half');
      }
      // Escape answers the question, too: no.
      await nurse.keyboard.press('Escape');
      await dialog(nurse, QUESTION).waitFor();
      // A hasty Enter throws nothing away.
      await button(nurse, 'Go on with it').and(nurse.locator(':focus')).waitFor();
      await inspect(nurse, 'throw away what is typed', CORNERS);
      await nurse.keyboard.press('Escape');
      await dialog(nurse, QUESTION).waitFor({ state: 'detached' });
      await nurse.keyboard.press('Escape');
      await button(nurse, 'Throw it away').click();
      await dialog(nurse, 'Invite somebody to look on').waitFor({ state: 'detached' });
      await openForm();
      expect(await typed().inputValue()).toBe('');
      await typed().fill('Anna Half');
      await nurse.evaluate('history.back()');
      await button(nurse, 'Throw it away').click();
      await nurse.waitForURL(/\/patients$/);
      await nurse.getByRole('link', { name: june }).first().click();
      await button(nurse, 'Invite somebody to look on').waitFor();
    });

    it('asks once, however often Back is pressed, and the address is that of the page all the while', async () => {
      await openForm();
      await typed().fill('Anna Half');
      const here = nurse.url();
      await back(nurse);
      await dialog(nurse, QUESTION).waitFor();
      await isStill(here);
      await back(nurse);
      await isStill(here);
      expect(await dialog(nurse, QUESTION).count()).toBe(1);
      await button(nurse, 'Go on with it').click();
      await isStill(here);
      expect(await typed().inputValue()).toBe('Anna Half');
      await back(nurse);
      await button(nurse, 'Throw it away').click();
      await nurse.waitForURL(/\/patients$/);
      await nurse.getByRole('link', { name: june }).first().click();
      await button(nurse, 'Invite somebody to look on').waitFor();
      expect(nurse.url()).toBe(here);
    });

    it('neither closes nor asks while it is being sent, and then shows the link that is shown once', async () => {
      const letGo = await slowly(nurse, '**/api/v1/invitations');
      await openForm();
      await typed().fill('Nell Slow');
      await nurse.getByRole('dialog').getByLabel('E-mail').fill(`${randomUUID()}@people.example`);
      await nurse.getByLabel('Who they are to the patient').fill('niece');
      await button(nurse, 'Make the invitation').click();
      await nurse.locator('[type=submit][aria-disabled=true]').waitFor();
      const here = nurse.url();
      const form = dialog(nurse, 'Invite somebody to look on');
      for (const leave of [
        () => nurse.keyboard.press('Escape'),
        () => form.getByRole('button', { name: 'Close' }).click({ force: true }),
        () => form.getByRole('button', { name: 'Cancel' }).click({ force: true }),
        () => nurse.mouse.click(5, 300),
        () => back(nurse),
      ]) {
        await leave();
        await isStill(here);
        expect([await form.count(), await dialog(nurse, QUESTION).count()]).toEqual([1, 0]);
      }
      await nurse.getByText('Being sent. Please wait.').waitFor();
      await inspect(nurse, 'an invitation is being sent', CORNERS);
      letGo();
      await form.getByText(/^Give this link to Nell Slow/).waitFor();
      await form.getByRole('button', { name: 'Close' }).click();
      await nurse.unrouteAll({ behavior: 'wait' });
      // The next one is another: nothing is asked at its first letter, and Escape closes it.
      await openForm();
      await typed().fill('A');
      expect(await dialog(nurse, QUESTION).count()).toBe(0);
      await typed().fill('');
      await nurse.keyboard.press('Escape');
      await form.waitFor({ state: 'detached' });
    });

    it('has what is wrong beside its field: an address that is asked already, a year that is none, half a day', async () => {
      const anna = await invited('Anna Asked');
      await row(nurse, 'Anna Asked').waitFor();
      await openForm();
      await typed().fill('Anna Again');
      await nurse.getByRole('dialog').getByLabel('E-mail').fill(anna.email);
      await nurse.getByLabel('Who they are to the patient').fill('daughter');
      const until = nurse.getByLabel(/^Until/);
      await until.fill('9999-06-01');
      await button(nurse, 'Make the invitation').click();
      const limit = nurse.getByText('Choose a day from today up to 31 Dec 2199, or leave it empty for no end.');
      await limit.waitFor();
      expect(await until.getAttribute('aria-invalid')).toBe('true');
      await inspect(nurse, 'an end that is too far', CORNERS);
      // Half a day has no value: sent like that it would be no end at all.
      await until.fill('');
      await until.press('ArrowUp');
      await button(nurse, 'Make the invitation').click();
      await limit.waitFor();
      await until.fill('');
      await button(nurse, 'Make the invitation').click();
      await nurse.getByText(/^This has an invitation that is still open: take that one back first/).waitFor();
      expect(await nurse.getByRole('dialog').getByLabel('E-mail').getAttribute('aria-invalid')).toBe('true');
      expect(await nurse.getByText(/has an invitation that is still open/).count()).toBe(1);
      await inspect(nurse, 'an address that is asked already', CORNERS);
      await button(nurse, 'Cancel').click();
      await dialog(nurse, 'Invite somebody to look on').waitFor({ state: 'detached' });
    });
  });

  it('somebody to whom the patient said no before they came is read of by the team, without a reload', async () => {
    await invited('Eve Stranger', { relationship: 'neighbour' });
    await row(nurse, 'Eve Stranger').getByText(`waits for ${june}’s yes`).waitFor();
    await row(nurse, 'Eve Stranger')
      .getByText(/neighbour, would see numbers, visits, no end; invited/)
      .waitFor();
    const refuse = button(patient, 'Do not allow Eve Stranger to look on');
    await refuse.click();
    await inspect(patient, 'do not allow somebody', CORNERS);
    await button(patient, 'Leave it as it is').click();
    await refuse.click();
    await dialog(patient, 'Do not allow Eve Stranger to look on?')
      .getByRole('button', { name: 'Do not allow' })
      .click();
    await row(patient, 'Eve Stranger')
      .getByText(/^you said no on /)
      .waitFor();
    await saysOnHeading(patient, 'Family and friends', /^Eve Stranger: you said no on /);
    await row(nurse, 'Eve Stranger').getByText(`refused by ${june} on `).waitFor();
  });

  it('somebody whom the patient has allowed and who has not come: both read what was chosen, and until when', async () => {
    await invited('Otto Slow', { relationship: 'brother', until: '2030-12-31T22:59:59Z' });
    await button(patient, 'Allow Otto Slow to look on').click();
    await patient.getByLabel('My visits, and join them with me').uncheck();
    await patient.keyboard.press('Escape');
    await button(patient, 'Go on with it').click();
    await dialog(patient, 'Allow Otto Slow to look on').getByRole('button', { name: 'Allow', exact: true }).click();
    await row(patient, 'Otto Slow')
      .getByText(/^will see numbers, until 31 Dec 2030; invited; the link is good until/)
      .waitFor();
    await row(nurse, 'Otto Slow')
      .getByText(/will see numbers, until 31 Dec 2030; invited, .+ allowed by/)
      .waitFor();
  });

  it('a yes that is half chosen outlives that the person comes in meanwhile, and stays while it is being sent', async () => {
    const sam = await invited('Sam Quick');
    await button(patient, 'Allow Sam Quick to look on').click();
    await patient.getByLabel('My visits, and join them with me').uncheck();
    const read = patient.waitForResponse((one) => one.url().endsWith('/followers') && one.ok());
    await accept(app, sam.link);
    await read;
    await button(nurse, 'End what Sam Quick sees').waitFor();
    await patient.waitForTimeout(300);
    const form = dialog(patient, 'Allow Sam Quick to look on');
    expect(await form.getByLabel('My visits, and join them with me').isChecked()).toBe(false);
    const letGo = await slowly(patient, '**/allow');
    await form.getByRole('button', { name: 'Allow', exact: true }).click();
    await patient.locator('[type=submit][aria-disabled=true]').waitFor();
    await patient.keyboard.press('Escape');
    expect([await form.count(), await dialog(patient, QUESTION).count()]).toEqual([1, 0]);
    letGo();
    await form.waitFor({ state: 'detached' });
    await patient.unrouteAll({ behavior: 'wait' });
    await row(patient, 'Sam Quick').getByText('sees numbers, no end').waitFor();
  });

  it('somebody who comes is on the open page, and ends only when it is meant; the patient reads who it was', async () => {
    const kim = await invited('Kim Comes');
    await row(nurse, 'Kim Comes')
      .getByText(/the link is good until/)
      .waitFor();
    await accept(app, kim.link);
    const end = button(nurse, 'End what Kim Comes sees');
    await end.click();
    await nurse.getByText(/^Kim Comes has not been let see anything/).waitFor();
    await button(nurse, 'Leave it as it is').click();
    await button(patient, 'Allow Kim Comes to look on').click();
    await dialog(patient, 'Allow Kim Comes to look on').getByRole('button', { name: 'Allow', exact: true }).click();
    await row(nurse, 'Kim Comes')
      .getByText(/allowed by/)
      .waitFor();
    await end.click();
    await inspect(nurse, 'end what somebody sees', CORNERS);
    await button(nurse, 'Leave it as it is').click();
    await row(patient, 'Kim Comes').getByText('sees numbers, visits, no end').waitFor();
    await end.click();
    await dialog(nurse, 'End what Kim Comes sees?').getByRole('button', { name: 'End', exact: true }).click();
    await row(nurse, 'Kim Comes')
      .getByText(/ended by .+ on /)
      .waitFor();
    await saysOnHeading(nurse, LIST, /^Kim Comes: ended by .+ on /);
    await row(patient, 'Kim Comes')
      .getByText(/^saw numbers, visits; ended by .+ of your clinic on /)
      .waitFor();

    const takeBack = button(nurse, 'Take back the invitation of Anna Asked');
    await takeBack.click();
    await inspect(nurse, 'take an invitation back', CORNERS);
    await dialog(nurse, 'Take back the invitation of Anna Asked?').getByRole('button', { name: 'Take back' }).click();
    await row(nurse, 'Anna Asked')
      .getByText(/taken back by .+ on /)
      .waitFor();
    await saysOnHeading(nurse, LIST, /^Anna Asked: taken back by .+ on /);
    await row(patient, 'Anna Asked')
      .getByText(/^taken back by .+ of your clinic on /)
      .waitFor();
    await row(nurse, 'Anna Asked').scrollIntoViewIfNeeded();
    await inspect(nurse, 'people who follow, and did');
    await inspect(patient, 'people, and who was to look on');
  });

  it('the patient ends it in one more press as well', async () => {
    const lou = (await circle.caregiver.agent.get('/api/v1/session').expect(200)).body.person.name;
    await button(patient, `Change what ${lou} sees`).click();
    await button(patient, `End what ${lou} sees`).click();
    await dialog(patient, `End what ${lou} sees?`).waitFor();
    await inspect(patient, 'the patient ends it', CORNERS);
    await dialog(patient, `End what ${lou} sees?`)
      .getByRole('button', { name: `End what ${lou} sees` })
      .click();
    await row(patient, lou)
      .getByText(/ended by you on /)
      .waitFor();
    await saysOnHeading(patient, 'Family and friends', new RegExp(`^${lou}: ended by you on `));
    await row(nurse, lou).getByText(`ended by ${june} on `).waitFor();
    // The address that was refused on purpose.
    expect(errors.filter((error) => !/status of 409/.test(error))).toEqual([]);
  });
});
