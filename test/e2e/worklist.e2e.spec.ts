import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Page } from 'playwright-core';
import { aFall, anOutage, report } from '../support/alerts.js';
import { writeMany } from '../support/many-alerts.js';
import { createTestApp, type TestApp } from '../support/app.js';
import {
  collectErrors,
  describeWithBrowser,
  openAs,
  openBrowser,
  settled,
  type TestBrowser,
} from '../support/browser.js';
import { CORNERS, inspect, SIZES } from '../support/inspect.js';
import { createClinic, inviteAndAccept, type Person, registerPatient, type TestClinic } from '../support/people.js';
import { until } from '../support/until.js';

jest.setTimeout(240_000);

/** So low that evidence which has not come yet, and a form under it, are more than fits. */
const LOW = { width: 390, height: 420 };

describeWithBrowser('the worklist', () => {
  let app: TestApp;
  let clinic: TestClinic;
  let cora: Person;
  let tobias: Person;
  let coraSide: TestBrowser;
  let tobiasSide: TestBrowser;
  let page: Page;
  let colleague: Page;
  let errors: string[] = [];
  const patients: Record<string, string> = {};

  beforeAll(async () => {
    app = await createTestApp();
    clinic = await createClinic(app, 'worklist');
    cora = await inviteAndAccept(app, clinic.admin, {
      role: 'coordinator',
      name: 'Cora Tester',
      profession: 'nurse-coordinator',
    });
    tobias = await inviteAndAccept(app, clinic.admin, {
      role: 'clinician',
      name: 'Dr Tobias Script',
      profession: 'pain-physician',
    });
    for (const name of ['June', 'Milo', 'Nell', 'Otto'])
      patients[name] = await registerPatient(tobias, { givenName: name, familyName: 'Walker' });
    [coraSide, tobiasSide] = await Promise.all([openBrowser(SIZES[0]), openBrowser(SIZES[0])]);
    page = await openAs(app, coraSide, cora.email);
    errors = collectErrors(page);
  });
  afterAll(async () => {
    await coraSide?.close();
    await tobiasSide?.close();
    await app?.close();
  });

  const rowOf = (on: Page, name: string) => on.locator(`[data-alert]`, { hasText: name });
  const current = (on: Page) => on.locator('[data-alert][aria-current]');
  const press = (key: string) => page.keyboard.press(key);
  /** As many times J or K as that patient's row is away, the way a keyboard gets there. */
  const goTo = async (name: string) => {
    await current(page).waitFor();
    const by = await page
      .locator('[data-alert]')
      .evaluateAll(
        (rows, of) =>
          rows.findIndex((row) => row.textContent?.includes(of)) -
          rows.findIndex((row) => row.hasAttribute('aria-current')),
        name,
      );
    for (let i = 0; i < Math.abs(by); i++) await press(by > 0 ? 'j' : 'k');
    await page.locator('[data-alert][aria-current]', { hasText: name }).waitFor();
  };
  const stateOf = async (name: string): Promise<Record<string, unknown>> =>
    (
      await app.database.asOwner<Record<string, unknown>>('SELECT * FROM alert WHERE patient_id = $1', [patients[name]])
    )[0]!;
  const evidence = () => page.getByRole('region', { name: /^Evidence for/ });

  it('says what was checked when nothing waits', async () => {
    await page.getByText('Nothing waits for you.').waitFor();
    await page.getByText(/Live, \d+ s ago/).waitFor();
    await inspect(page, 'worklist, empty', CORNERS);
  });

  it('shows at once what comes to an empty list, and lets what follows wait in the pill', async () => {
    await report(app, clinic.id, ...Object.values(patients).map((id) => aFall(id)), anOutage('fitbit'));
    await page.locator('[data-alert]').first().waitFor();
    await until('all of them are let in', async () => {
      if (await page.getByRole('button', { name: /new$/ }).isVisible()) await press('u');
      return (await page.locator('[data-alert]').count()) >= 5;
    });
    await rowOf(page, 'June').waitFor();
    expect(await page.locator('[data-alert]').count()).toBe(5);
    await rowOf(page, 'June').click();
    await evidence().getByText('What June is told').waitFor();
    await inspect(page, 'worklist');
  });

  it('has all verbs on the keyboard, and takes each back', async () => {
    await goTo('June');
    await press('a');
    await evidence().getByText('Cora Tester has this').waitFor();
    await page.getByText('June Walker: acknowledged.').waitFor();
    await press('z');
    await page.getByText('Taken back.').waitFor();
    expect(await stateOf('June')).toMatchObject({ state: 'open', owner_id: null });

    await press('s');
    await page.getByRole('button', { name: /^Tomorrow morning/ }).waitFor();
    await inspect(page, 'worklist, snooze', CORNERS);
    // The first preset has the focus: Enter is enough.
    await page.getByRole('button', { name: /^Tomorrow morning/ }).press('Enter');
    await page.getByText(/June Walker: snoozed until/).waitFor();
    await rowOf(page, 'June').getByText('snoozed', { exact: true }).waitFor();
    await press('z');
    await page.getByText('Taken back.').waitFor();
    await rowOf(page, 'June').getByText('snoozed', { exact: true }).waitFor({ state: 'detached' });

    await press('h');
    const to = page.getByLabel('To', { exact: true });
    await to.selectOption({ label: 'Dr Tobias Script, pain physician' });
    await page.getByLabel('Note (optional)').fill('Please call before noon');
    await page.getByLabel('Note (optional)').press('Enter');
    await page.getByText('June Walker: handed off.').waitFor();
    expect(await stateOf('June')).toMatchObject({ state: 'handed-off', owner_id: tobias.personId });
    await press('z');
    await page.getByText('Taken back.').waitFor();

    await press('m');
    await page.getByText(/cannot send messages to patients yet/).waitFor();
    const note = page.getByLabel('Note', { exact: true });
    await note.fill('x'.repeat(2_100));
    await page.getByText('No more room: 2,000 characters fit here').waitFor();
    await inspect(page, 'worklist, a full note', CORNERS);
    // What is half written stays, whatever closes the form.
    await note.fill('Called, no');
    await note.press('Escape');
    await note.waitFor({ state: 'detached' });
    await goTo('Milo');
    await press('m');
    expect(await note.inputValue()).toBe('');
    await note.press('Escape');
    await note.waitFor({ state: 'detached' });
    await goTo('June');
    await press('m');
    expect(await note.inputValue()).toBe('Called, no');
    await note.fill('Called, no answer');
    await note.press('Control+Enter');
    await evidence().getByRole('listitem').getByText('Called, no answer').waitFor();
    await note.waitFor({ state: 'detached' });
    await press('m');
    expect(await note.inputValue()).toBe('');
    await note.press('Escape');
    await note.waitFor({ state: 'detached' });

    // She is quicker than the network: the next act waits for this one instead of being in conflict with it.
    let arrives = () => {};
    const slow = new Promise<void>((resolve) => (arrives = resolve));
    await page.route('**/api/v1/alerts?*', (route) => route.abort());
    await page.route('**/acknowledge', async (route) => {
      const response = await route.fetch();
      await slow;
      await route.fulfill({ response });
    });
    await press('a');
    await press('r');
    await page.getByLabel('Outcome').selectOption('contacted');
    await page.getByLabel('Note (optional)').press('Enter');
    arrives();
    await page.getByText('June Walker: resolved.').waitFor();
    await page.unroute('**/api/v1/alerts?*');
    await page.unroute('**/acknowledge');
    await rowOf(page, 'June').getByText('resolved').waitFor();
    await press('z');
    await page.getByText('Taken back.').waitFor();
    expect(await stateOf('June')).toMatchObject({ state: 'acknowledged', outcome: null });
  });

  it('does not know what became of an act whose answer was lost, looks it up, and offers the way back', async () => {
    await goTo('Milo');
    const cut = '**/api/v1/alerts**';
    /** The server does it, and the page hears nothing: neither the answer nor how the alert stands. */
    const loseAnswers = async (reaches: boolean) => {
      let broken = false;
      await page.route(cut, async (route) => {
        const isAct = route.request().method() === 'POST' && !route.request().url().endsWith('/seen');
        if (isAct && reaches) await route.fetch();
        broken ||= isAct;
        await (broken ? route.abort() : route.continue());
      });
    };
    await loseAnswers(true);
    await press('a');
    const unknown = evidence().getByText(/not known whether this was done/);
    await unknown.waitFor();
    expect(await stateOf('Milo')).toMatchObject({ state: 'acknowledged', owner_id: cora.personId });
    await page.unroute(cut);
    await page.getByText('Milo Walker: acknowledged.').waitFor();
    await unknown.waitFor({ state: 'detached' });

    await loseAnswers(true);
    await press('z');
    await page.getByText(/not known whether this was done/).waitFor();
    await page.unroute(cut);
    await page.getByText('Taken back.').waitFor();
    expect(await stateOf('Milo')).toMatchObject({ state: 'open' });

    await loseAnswers(false);
    await press('a');
    await unknown.waitFor();
    await page.unroute(cut);
    await evidence()
      .getByText(/^This was not done: the connection broke/)
      .waitFor();
    expect(await stateOf('Milo')).toMatchObject({ state: 'open' });
  });

  it('moves with arrows, Home and End, keeps the focus in sight, and E goes to the evidence', async () => {
    await goTo('June');
    await press('Home');
    const first = await page.locator('[data-alert]').first().getAttribute('data-alert');
    await page.locator(`[data-alert="${first}"][aria-current]`).waitFor();
    await press('End');
    await page.waitForFunction(
      (id) =>
        document.activeElement?.getAttribute('data-alert') && document.activeElement.getAttribute('data-alert') !== id,
      first,
    );
    await press('ArrowUp');
    await press('e');
    await page.waitForFunction(() => document.activeElement?.id === 'evidence');
    await goTo('June');
    await page.waitForFunction(() => document.activeElement?.matches('[data-alert][aria-current]'));
  });

  it('does the same from the palette, and shows all keys', async () => {
    await goTo('Milo');
    await press('Control+k');
    await page
      .getByRole('dialog')
      .getByLabel(/Search/)
      .fill('acknowl');
    await page.getByRole('button', { name: /Acknowledge: Milo Walker/ }).waitFor();
    await press('Enter');
    await page.getByText('Milo Walker: acknowledged.').waitFor();
    await press('Shift+?');
    await page.getByRole('dialog').getByText('snooze, for you alone').waitFor();
    await press('Escape');
  });

  it('lets single keys be turned off in the account', async () => {
    await page.goto(`${app.url}/account`);
    await page.getByLabel(/Single keys are on/).uncheck();
    await page.goto(`${app.url}/`);
    await goToByArrows('Nell');
    await press('a');
    await press('Control+k');
    await page.getByRole('dialog').waitFor();
    await press('Escape');
    expect(await stateOf('Nell')).toMatchObject({ state: 'open' });
    await page.goto(`${app.url}/account`);
    await page.getByLabel(/Single keys are on/).check();
    await page.goto(`${app.url}/`);
    await rowOf(page, 'Nell').waitFor();
  });
  const goToByArrows = async (name: string) => {
    await rowOf(page, 'June').first().focus();
    await rowOf(page, name).click();
  };

  it('shows what is about the clinic without a patient', async () => {
    await rowOf(page, 'The clinic').click();
    await evidence().getByText('40 of 100 patients, since').waitFor();
    expect(
      await evidence()
        .getByRole('button', { name: /Start visit/ })
        .count(),
    ).toBe(0);
    await inspect(page, 'worklist, the clinic', CORNERS);
  });

  it('tells two people of each other, and the slower one who was faster', async () => {
    await page.emulateMedia({ reducedMotion: 'reduce' });
    colleague = await openAs(app, tobiasSide, tobias.email);
    await rowOf(colleague, 'Nell').click();
    await rowOf(page, 'Nell').click();
    await evidence().getByText('Dr Script is viewing').waitFor();
    await colleague.getByText('Cora is viewing').waitFor();
    await inspect(page, 'worklist, viewing', CORNERS);
    // His page does not hear of what she does: it is as slow as a bad network.
    await colleague.route('**/api/v1/alerts?*', (route) => route.abort());
    await colleague.route('**/api/v1/alerts/*', (route) =>
      route.request().method() === 'GET' ? route.abort() : route.continue(),
    );
    await press('a');
    await page.getByText('Nell Walker: acknowledged.').waitFor();
    await colleague.unroute('**/api/v1/alerts/*');
    await colleague.keyboard.press('r');
    await colleague.getByLabel('Outcome').selectOption('contacted');
    await colleague.getByLabel('Note (optional)').press('Enter');
    await colleague.getByText(/Cora Tester was faster and took this at \d\d:\d\d/).waitFor();
    await colleague.unroute('**/api/v1/alerts?*');
    expect(await stateOf('Nell')).toMatchObject({ state: 'acknowledged', owner_id: cora.personId });
    await rowOf(colleague, 'Otto').click();
    await evidence().getByText('Dr Script is viewing').waitFor({ state: 'detached' });
  });

  it('does one act with many, and says of each what became of it', async () => {
    await goTo('June');
    await press('x');
    await goTo('Otto');
    await press('x');
    await page.getByText('2 selected').waitFor();
    await inspect(page, 'worklist, many', CORNERS);
    // Tobias is faster with one of them, and Cora's page does not hear it in time.
    await page.route('**/api/v1/alerts?*', (route) => route.abort());
    const otto = await stateOf('Otto');
    await tobias.agent
      .post(`/api/v1/alerts/${otto['id']}/resolve`)
      .send({ version: otto['version'], outcome: 'contacted' })
      .expect(200);
    await press('s');
    await page.getByRole('button', { name: 'Until it is worse' }).press('Enter');
    await page.getByText('1 of 2 snoozed until they are worse.').waitFor();
    await page.getByText(/Dr Tobias Script was faster and resolved this/).waitFor();
    await page.unroute('**/api/v1/alerts?*');
    await inspect(page, 'worklist, many done', CORNERS);
    // The one that is done and the one that is closed are selected no more.
    await page.getByText(/\d selected/).waitFor({ state: 'detached' });
    await press('z');
    await page.getByText('Taken back.').waitFor();
  });

  it('keeps filters in the address and views under a name, without any patient in them', async () => {
    await page.getByRole('button', { name: 'Filter', exact: true }).click();
    await page.getByLabel('Kind').selectOption('vendor-outage');
    await page.waitForURL(/kind=vendor-outage/);
    await rowOf(page, 'The clinic').waitFor();
    await until('nothing else is listed', async () => (await page.locator('[data-alert]').count()) === 1);
    await page.getByRole('button', { name: 'Save this view' }).click();
    await page.getByLabel('Name').fill('Outages');
    await inspect(page, 'worklist, filters', CORNERS);
    await page.getByLabel('Name').press('Enter');
    const link = page.getByRole('navigation', { name: 'Main', exact: true }).getByRole('link', { name: 'Outages' });
    await link.waitFor();
    await page.goto(`${app.url}/`);
    await rowOf(page, 'June').waitFor();
    await link.click();
    await page.waitForURL(/kind=vendor-outage/);
    await rowOf(page, 'The clinic').waitFor();
    expect(page.url()).not.toMatch(/Walker|[0-9a-f]{8}-/);
    await page.getByRole('button', { name: 'Without “Vendor delivers nothing”' }).click();
    await rowOf(page, 'June').waitFor();
  });

  it('shows what was missed when the connection is back, and how old the page was meanwhile', async () => {
    await coraSide.context.setOffline(true);
    await page.getByText(/No connection since/).waitFor();
    // It does not call itself live beside that, and nothing is pushed below the window.
    expect(await page.getByText(/^Live, /).count()).toBe(0);
    expect(await page.evaluate('document.documentElement.scrollHeight - innerHeight')).toBe(0);
    await report(app, clinic.id, aFall(patients['June']!, 'another'));
    await page.getByText(/Last heard \d+ s ago/).waitFor({ timeout: 60_000 });
    expect(await page.getByRole('button', { name: '1 new' }).count()).toBe(0);
    await coraSide.context.setOffline(false);
    await page.getByRole('button', { name: /1 new/ }).waitFor({ timeout: 30_000 });
    await page.getByText(/Live, \d+ s ago/).waitFor();
  });

  const outcomeIsInSight = async () => {
    const box = await page.getByLabel('Outcome').boundingBox();
    return box !== null && box.y > 0 && box.y + box.height < page.viewportSize()!.height;
  };

  it('keeps a form under the thumb while the evidence above it comes in, unless it was scrolled away', async () => {
    await page.setViewportSize(SIZES[1]);
    const found = page.getByRole('heading', { name: 'What happened' });
    for (const scrolledAway of [false, true]) {
      const comes = Promise.withResolvers<void>();
      await page.route(/\/api\/v1\/alerts\/[0-9a-f-]{36}$/, async (route) => {
        await comes.promise;
        await route.continue();
      });
      await page.goto(`${app.url}/`);
      await rowOf(page, 'Milo').click();
      await evidence().getByRole('button', { name: 'Resolve' }).click();
      await until('what to fill in is in sight', outcomeIsInSight);
      await settled(page);
      if (scrolledAway) {
        await page.setViewportSize(LOW);
        await page.mouse.move(LOW.width / 2, LOW.height / 2);
        await page.mouse.wheel(0, -2_000);
        await until('it is scrolled away', async () => !(await outcomeIsInSight()));
      }
      comes.resolve();
      await found.waitFor();
      await until('all of it has come', async () => (await evidence().locator('.ghost').count()) === 0);
      await settled(page);
      if (scrolledAway) expect(await outcomeIsInSight()).toBe(false);
      else await until('it is still in sight', outcomeIsInSight);
      await page.unrouteAll({ behavior: 'wait' });
      await page.setViewportSize(SIZES[1]);
    }
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.setViewportSize(SIZES[0]);
  });

  it('is complete under one thumb', async () => {
    await page.setViewportSize(SIZES[1]);
    await page.goto(`${app.url}/`);
    await rowOf(page, 'Milo').click();
    await evidence().getByRole('button', { name: 'Resolve' }).click();
    await until('what to fill in is in sight', outcomeIsInSight);
    await inspect(page, 'worklist, phone', [CORNERS[1]!]);
    await page.setViewportSize(SIZES[1]);
    await page.getByRole('button', { name: 'Cancel' }).click();
    // What is unfolded is a place: Back folds it, and leaves the list only from there.
    await page.goBack();
    await evidence().waitFor({ state: 'detached' });
    await rowOf(page, 'Milo').waitFor();
    await page.goForward();
    await evidence().waitFor();
    await evidence().getByRole('button', { name: 'Back to the list' }).click();
    await evidence().waitFor({ state: 'detached' });
    await page.waitForURL(`${app.url}/`);
    await page.getByRole('button', { name: 'Select', exact: true }).click();
    await page.getByLabel('Select Milo Walker').check();
    await page.getByText('1 selected').waitFor();
    await page.getByRole('button', { name: 'Clear' }).click();
    await page.setViewportSize(SIZES[0]);
  });

  describe('with ten thousand alerts', () => {
    it('draws only what is in sight, and gets to the last row and back', async () => {
      await writeMany(app.database.asOwner, clinic.id, patients['Milo']!, 10_000);
      await page.goto(`${app.url}/?whose=all`);
      await page.getByText('Milo Walker').first().waitFor();
      const drawn = () => page.locator('[data-alert]').count();
      expect(await drawn()).toBeLessThan(60);
      await page
        .locator('.grp h2', { hasText: 'Now' })
        .locator('xpath=following-sibling::span')
        .first()
        .filter({ hasText: /^2,?500/ })
        .waitFor();
      await page.locator('[data-alert]').first().click();
      await press('End');
      const [{ id }] = (await app.database.asOwner<{ id: string }>(
        `SELECT id FROM alert WHERE state <> 'resolved' ORDER BY tier_rank DESC, sort_at DESC, raised_at DESC, id DESC LIMIT 1`,
      )) as [{ id: string }];
      await page.locator(`[data-alert="${id}"][aria-current]`).waitFor({ timeout: 60_000 });
      await page.waitForFunction((of) => document.activeElement?.getAttribute('data-alert') === of, id);
      expect(await drawn()).toBeLessThan(60);
      expect(await page.locator(`li:has([data-alert="${id}"])`).getAttribute('aria-posinset')).toBe('2500');
      await inspect(page, 'worklist, ten thousand', CORNERS);
      await press('Home');
      await page.waitForFunction(() => document.querySelector('.scroller')!.scrollTop < 60);
      expect(await drawn()).toBeLessThan(60);
    });

    it('keeps the row one reads where it is while others arrive and are let in', async () => {
      for (let i = 0; i < 12; i++) await press('j');
      await page.locator('li[aria-posinset="13"] [data-alert][aria-current]').waitFor();
      let before = (await current(page).boundingBox())!;
      await until('it stands still', async () => {
        const last = before.y;
        await settled(page);
        await settled(page);
        before = (await current(page).boundingBox())!;
        return before.y === last;
      });
      const id = await current(page).getAttribute('data-alert');
      await report(app, clinic.id, aFall(patients['Nell']!, 'urgent', { severity: 3 }));
      await page.getByRole('button', { name: /1 new/ }).waitFor();
      expect((await current(page).boundingBox())!.y).toBe(before.y);
      await press('u');
      await page.getByRole('button', { name: /1 new/ }).waitFor({ state: 'detached' });
      expect(await current(page).getAttribute('data-alert')).toBe(id);
      await until('it is where it was', async () => Math.abs((await current(page).boundingBox())!.y - before.y) < 2);
    });

    it('opens the alert that a link leads to, however far down the list it is', async () => {
      const [{ id }] = (await app.database.asOwner<{ id: string }>(
        `SELECT id FROM alert WHERE state <> 'resolved'
         ORDER BY tier_rank DESC, sort_at DESC, raised_at DESC, id DESC OFFSET 40 LIMIT 1`,
      )) as [{ id: string }];
      for (const size of SIZES) {
        await page.setViewportSize(size);
        const asked = page.waitForResponse((answer) => answer.url().endsWith(`/api/v1/alerts/${id}`));
        await page.goto(`${app.url}/?whose=all&alert=${id}`);
        expect((await asked).status()).toBe(200);
        await evidence()
          .getByText(/Milo Walker/)
          .waitFor();
        expect(await page.locator(`[data-alert="${id}"]`).count()).toBe(0);
        await page.locator('[data-alert]').first().click();
        await page.locator('[data-alert][aria-current]').first().waitFor();
      }
    });
  });

  // Requests that the story itself has cut off are no errors of the page, and nor is being offline.
  it('had no errors', () => expect(errors.filter((error) => !/net::ERR_|WebSocket/.test(error))).toEqual([]));
});
