import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import type { Page } from 'playwright-core';
import { aFall, aFlare, report } from '../support/alerts.js';
import { createTestApp, type TestApp } from '../support/app.js';
import { collectErrors, describeWithBrowser, openAs, openBrowser, type TestBrowser } from '../support/browser.js';
import { type CareCircle, gatherCareCircle, visitOf } from '../support/care.js';
import { CORNERS, inspect } from '../support/inspect.js';
import { postObservations, type Reading } from '../support/fhir.js';
import { awayFromMidnight, clinicDay, createClinic, MIDNIGHT_MS, ok } from '../support/people.js';
import { until } from '../support/until.js';

jest.setTimeout(180_000);

/** Two weeks of steps, so that there are charts. */
const walks = (): Reading[] =>
  Array.from({ length: 14 }, (_, i) => ({
    metric: 'steps',
    value: 4000 + i * 100,
    start: `${clinicDay(i - 15)}T10:00:00Z`,
    end: `${clinicDay(i - 15)}T11:00:00Z`,
    device: 'watch',
  }));

/** A PEG within those weeks. */
const peg = (): Reading => ({ metric: 'pegScore', value: 13 / 3, start: `${clinicDay(-5)}T10:00:00Z` });

/** Does a canvas of the page show this colour of the theme that holds now? */
const paints = (page: Page, token: string): Promise<boolean> =>
  page.evaluate((name) => {
    const pixelsOf = (canvas: HTMLCanvasElement) =>
      new Uint32Array(canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height).data.buffer);
    const one = document.createElement('canvas');
    const ink = one.getContext('2d')!;
    ink.fillStyle = getComputedStyle(document.documentElement).getPropertyValue(name).trim();
    ink.fillRect(0, 0, one.width, one.height);
    const wanted = pixelsOf(one)[0]!;
    return [...document.querySelectorAll('canvas')].some((canvas) => pixelsOf(canvas).includes(wanted));
  }, token);

describeWithBrowser('what somebody of the team types', () => {
  let app: TestApp;
  let circle: CareCircle;
  let browser: TestBrowser;
  let page: Page;
  let errors: string[];

  beforeAll(awayFromMidnight, MIDNIGHT_MS);
  beforeAll(async () => {
    app = await createTestApp();
    circle = await gatherCareCircle(app, await createClinic(app, 'slips'), 'Finch');
    browser = await openBrowser();
    page = await openAs(app, browser, circle.treating.email);
    errors = collectErrors(page);
    await page.goto(`${app.url}/patients/${circle.patientId}`);
  });
  afterAll(async () => {
    await browser?.close();
    await app?.close();
  });
  const button = (name: string | RegExp) => page.getByRole('button', { name, exact: typeof name === 'string' });
  const dialog = () => page.getByRole('dialog');
  const focused = () => page.evaluate(() => (document.activeElement as HTMLInputElement).labels?.[0]?.textContent);
  const hasFocus = (label: RegExp | string) =>
    until(`the focus is on ${label}`, async () => {
      const found = (await focused()) ?? '';
      return typeof label === 'string' ? found === label : label.test(found);
    });

  it('all that is wrong with a sprint is marked, and the first of it has the focus and is in sight', async () => {
    await button('Set sprint').click();
    await dialog().getByLabel('Ends').fill('2020-01-01');
    await dialog().getByRole('button', { name: 'Set sprint' }).click();
    await page.waitForFunction(() => document.activeElement?.getAttribute('aria-invalid') === 'true');
    await hasFocus('Goal, in the patient’s words');
    expect(await dialog().locator('[aria-invalid="true"]').count()).toBe(3);
    const box = await dialog().getByLabel('Goal, in the patient’s words').boundingBox();
    expect(box!.y).toBeGreaterThan(0);
    await dialog().getByText('This is before the first day.').waitFor();
    await inspect(page, 'sprint, all wrong');
  });

  it('8,000 is eight thousand; 8.000 is asked about', async () => {
    await dialog().getByRole('button', { name: 'Cancel' }).click();
    await button('Set sprint').click();
    await dialog().getByLabel('Goal, in the patient’s words').fill('Walk to the market');
    await dialog().getByText('Steps', { exact: false }).first().click();
    await dialog().getByLabel('Target for Steps').fill('8.000');
    await dialog().getByRole('button', { name: 'Set sprint' }).click();
    await dialog().getByText('“8.000” can be read in two ways. Write 8000 or 8.').waitFor();
    await dialog().getByLabel('Target for Steps').fill('8,000');
    await dialog().getByRole('button', { name: 'Set sprint' }).click();
    await page.getByText('target 8,000').waitFor();
  });

  it('a sprint that a colleague has changed meanwhile keeps what was typed, and can be saved again; then it is ended', async () => {
    const of = `/api/v1/patients/${circle.patientId}`;
    const { id, version, endsOn, metrics } = (await circle.coordinator.agent.get(of).expect(200)).body.sprint;
    await button('Change').first().click();
    await dialog().getByLabel('Target for Steps').fill('7 500');
    const targets = metrics.map(({ metric, target }: { metric: string; target: number }) => ({ metric, target }));
    const theirs = { version, goal: 'Walk to the lake', endsOn, metrics: targets };
    await circle.coordinator.agent.put(`${of}/sprints/${id}`).send(theirs).expect(ok);
    await dialog().getByRole('button', { name: 'Save' }).click();
    await dialog()
      .getByText(/Somebody else has changed this sprint meanwhile. It is now: “Walk to the lake”, .*: Steps 8,000./)
      .waitFor();
    expect(await dialog().getByLabel('Target for Steps').inputValue()).toBe('7 500');
    expect(await dialog().getByLabel('Goal, in the patient’s words').inputValue()).toBe('Walk to the lake');
    await inspect(page, 'sprint, changed meanwhile', CORNERS);
    await dialog().getByRole('button', { name: 'Save' }).click();
    await page.getByText('target 7,500').waitFor();
    await page.getByText('“Walk to the lake”').first().waitFor();
    // The browser logs the one refusal that this story is about.
    expect(errors.splice(0)).toEqual([expect.stringContaining('409')]);
    await button('End now').click();
    await dialog()
      .getByText(/Today is its last day/)
      .waitFor();
    await inspect(page, 'sprint, to be ended');
    await dialog().getByRole('button', { name: 'End now' }).click();
    await page.getByText('last day', { exact: true }).waitFor();
    // The dialog, which has such a button too, closes a moment later.
    await dialog().waitFor({ state: 'detached' });
    await button('End now').waitFor({ state: 'detached' });
    await page.getByText('Earlier states').click();
    await page.getByText(/^“Walk to the market”, .*: Steps 8,000/).waitFor();
    await page
      .getByText(/^Changed .* by clinician/)
      .first()
      .waitFor();
    await page.getByText(/^Ended .* by clinician/).waitFor();
    await inspect(page, 'earlier states of a sprint');
  });

  it('what a colleague corrected meanwhile is named, and what was typed beside it is kept', async () => {
    const of = `/api/v1/patients/${circle.patientId}`;
    const { body: seen } = await circle.coordinator.agent.get(of).expect(200);
    await button('Change Name and birth date').click();
    await dialog().getByLabel('Given name').fill('Juniper');
    const { version, givenName, familyName, gender } = seen;
    const theirs = { version, givenName, familyName, gender, birthDate: '1964-05-06' };
    await circle.coordinator.agent.put(`${of}/identity`).send(theirs).expect(204);
    await dialog().getByRole('button', { name: 'Save' }).click();
    await dialog()
      .getByText(/Somebody else has corrected this meanwhile; it now says: .*born 6 May 1964/)
      .waitFor();
    expect(await dialog().getByLabel('Given name').inputValue()).toBe('Juniper');
    expect(await dialog().getByLabel('Date of birth').inputValue()).toBe('1964-05-06');
    await inspect(page, 'corrected meanwhile');
    await dialog().getByRole('button', { name: 'Save' }).click();
    await page.getByText(/^Juniper Finch, born 6 May 1964/).waitFor();
    // The browser logs the one refusal that this story is about.
    expect(errors.splice(0)).toEqual([expect.stringContaining('409')]);
  });

  it('a patient who could not be reached any more is asked about before that is saved', async () => {
    const save = () => dialog().getByRole('button', { name: 'Save' }).click();
    await button('Change Contact').click();
    await dialog().getByLabel('Telephone').fill('12');
    await save();
    await dialog().getByText('Please give a telephone number, such as +49 30 1234567.').waitFor();
    await dialog().getByLabel('Telephone').fill('+49 30 1234567');
    await save();
    await page.getByText('+49 30 1234567').waitFor();
    await button('Change Contact').click();
    await dialog().getByLabel('Telephone').fill('');
    await dialog().getByLabel('E-mail').fill('');
    await save();
    await dialog()
      .getByText(/the patient cannot be reached/)
      .waitFor();
    await inspect(page, 'contact taken away', CORNERS);
    await save();
    await page.getByText('Nothing is known.').waitFor();
  });

  it('a journey without its day is asked for it', async () => {
    await button('Travel or move').click();
    await dialog().getByLabel('From (date and time in Berlin)').press('Enter');
    await dialog().getByText('Choose a day and a time.').waitFor();
    await hasFocus('From (date and time in Berlin)');
    await inspect(page, 'journey without a day', CORNERS);
    await page.keyboard.press('Escape');
    expect(errors).toEqual([]);
  });

  it('a registration says all that is wrong at once, each beside its field, the consent too', async () => {
    await page.goto(`${app.url}/patients`);
    await button('Register patient').click();
    await dialog().getByLabel('Given name').fill('Rosa');
    await dialog().getByLabel('Date of birth').fill('2131-01-01');
    await dialog().getByLabel('E-mail').fill('rosa at home');
    await dialog().getByLabel('Telephone').fill('12');
    await dialog().getByRole('button', { name: 'Register', exact: true }).click();
    await page.waitForFunction(() => document.activeElement?.getAttribute('aria-invalid') === 'true');
    await hasFocus('Family name');
    expect(await dialog().locator('.err').allInnerTexts()).toEqual([
      'Please fill in.',
      'Choose a day in the past, after 1900.',
      'Please give a complete address.',
      'Please give a telephone number, such as +49 30 1234567.',
      'Monitoring needs the patient’s consent.',
    ]);
    await inspect(page, 'registration, all wrong');
    await dialog().getByLabel('Family name').fill('Robin');
    await dialog().getByLabel('Date of birth').fill('1960-01-02');
    await dialog().getByLabel('E-mail').fill('');
    await dialog().getByLabel('Telephone').fill('');
    await dialog().getByRole('button', { name: 'Register', exact: true }).click();
    await hasFocus(/agrees that the clinic monitors/);
    // What is half filled is not thrown away by a key.
    await page.keyboard.press('Escape');
    await page.getByText('Throw away what you typed?').waitFor();
    await button('Go on with it').click();
    expect(await dialog().getByLabel('Family name').inputValue()).toBe('Robin');
    await page.keyboard.press('Escape');
    await button('Throw it away').click();
    await dialog().waitFor({ state: 'detached' });
    await button('Register patient').click();
    await page.keyboard.press('Escape');
    await dialog().waitFor({ state: 'detached' });
    expect(errors).toEqual([]);
  });

  it('an address with which another patient signs in is named at once; as contact it stays, and no mail goes there', async () => {
    const theirs = await openBrowser();
    const desk = await openAs(app, theirs, circle.coordinator.email, '/patients');
    const seen = collectErrors(desk);
    const form = desk.getByRole('dialog');
    const register = () => form.getByRole('button', { name: 'Register', exact: true }).click();
    await desk.getByRole('button', { name: 'Register patient' }).click();
    await form.getByLabel('Given name').fill('Zoë');
    await form.getByLabel('Family name').fill('Robin');
    await form.getByLabel('Date of birth').fill('1960-01-02');
    await form.getByLabel(/agrees that the clinic monitors/).check();
    // Sent before it is known whose address it is: the registration waits.
    const known = Promise.withResolvers<void>();
    await desk.route('**/api/v1/patients/matches', (route) => known.promise.then(() => route.continue()));
    await form.getByLabel('E-mail').fill(circle.patient.email);
    await register();
    known.resolve();
    await form.getByText(/Juniper Finch signs in with this address or is invited at it/).waitFor();
    await inspect(desk, 'registration at the address of another patient');
    expect(await form.getByLabel(/Invite the patient/).count()).toBe(0);
    await register();
    await form.getByText('Zoë Robin is registered.').waitFor();
    await form.getByText(/The invitation was not made: Juniper Finch signs in with this address/).waitFor();
    await form.getByRole('link', { name: 'Open the page' }).click();
    await desk.getByRole('button', { name: 'Invite the patient', exact: true }).click();
    await form.getByRole('button', { name: 'Make the invitation' }).click();
    await form.getByText(/This is the address of another patient’s account: invite at one of their own/).waitFor();
    await inspect(desk, 'invitation to the address of another patient', CORNERS);
    expect(seen).toEqual([expect.stringContaining('409')]);
    await theirs.close();
  });

  it('a password that is too short, or none, keeps the focus and says what is missing', async () => {
    await page.goto(`${app.url}/account`);
    await button('Change: Password').click();
    await hasFocus('New password');
    await button('Change the password').click();
    await page.getByText('10 more characters').waitFor();
    await hasFocus('New password');
  });

  it('a dose is noted, changed and ended; each stands in the lane of the charts and in their table', async () => {
    const section = page.getByRole('region', { name: 'Doses and procedures' });
    // A mark takes no room of its own.
    const lane = (title: string) => page.locator('.lane').getByTitle(title).waitFor({ state: 'attached' });
    await postObservations(app, circle.token, circle.patientId, [...walks(), peg()]);
    await page.goto(`${app.url}/patients/${circle.patientId}`);
    await page.getByRole('slider').waitFor();
    await section.getByText('None is written down', { exact: false }).waitFor();
    await button('Add a dose or procedure').click();
    await dialog().getByLabel('Medication').fill('Pregabalin');
    await dialog().getByRole('button', { name: 'Save' }).click();
    await page.waitForFunction(() => document.activeElement?.getAttribute('aria-invalid') === 'true');
    await hasFocus('How much and how often');
    await inspect(page, 'dose, not yet said how much', CORNERS);
    await dialog().getByLabel('How much and how often').fill('75 mg twice daily');
    await dialog().getByLabel('Since').fill(clinicDay(-10));
    await page.keyboard.press('Enter');
    await lane('Dose: Pregabalin 75 mg twice daily');

    await button('Add a dose or procedure').click();
    await dialog().getByLabel('Medication').fill('pregabalin');
    await dialog().getByLabel('How much and how often').fill('150 mg twice daily');
    await dialog().getByLabel('Since').fill(clinicDay(-3));
    expect(
      await dialog()
        .getByLabel(/It takes the place of Pregabalin 75 mg twice daily/)
        .isChecked(),
    ).toBe(true);
    await dialog().getByRole('button', { name: 'Save' }).click();
    await lane('Dose: Pregabalin 75 mg → 150 mg twice daily');
    await button('Add a dose or procedure').click();
    await dialog().getByRole('button', { name: 'Procedure' }).click();
    await dialog().getByLabel('What was done').fill('Facet joint injection, left');
    await dialog().getByRole('button', { name: 'Save' }).click();
    await lane('Procedure: Facet joint injection, left');

    // Asked with the pointer or a finger at its mark, and with the keys from there.
    const happened = (words: string) => page.locator('.happened').getByText(words, { exact: true }).waitFor();
    await page.locator('.lane').getByTitle('Dose: Pregabalin 75 mg twice daily').locator('svg').click();
    await happened('Dose: Pregabalin 75 mg twice daily');
    await page.getByRole('slider').focus();
    for (let i = 0; i < 7; i++) await page.keyboard.press('ArrowRight');
    await happened('Dose: Pregabalin 75 mg → 150 mg twice daily');
    expect(await page.getByRole('slider').getAttribute('aria-valuetext')).toMatch(/→ 150 mg twice daily$/);

    await button('Table of all days').or(page.getByText('Table of all days')).first().click();
    await page.getByText('1 year', { exact: true }).click();
    // A year is asked for; before the first day of all there is nothing to tell, and before a first answer it is not missing.
    await page
      .locator('.axis')
      .getByText(/Dec|Jan/)
      .first()
      .waitFor();
    await until('its sixteen days', async () => (await page.locator('.tblwrap tbody tr').count()) === 16);
    expect(await page.getByRole('cell', { name: 'nothing yet' }).count()).toBe(10);
    expect(await page.getByRole('cell', { name: 'not worn' }).count()).toBe(0);
    await page.getByRole('cell', { name: 'Dose: Pregabalin 75 mg → 150 mg twice daily' }).waitFor();
    await inspect(page, 'doses and procedures');
    for (const colorScheme of ['dark', 'light'] as const) {
      await page.emulateMedia({ colorScheme });
      await until(`the charts are ${colorScheme}`, () => paints(page, '--line'));
    }
  });

  it('whoever changes what somebody else has changed reads what it is now', async () => {
    const at = `/api/v1/patients/${circle.patientId}/treatments`;
    const { body } = await circle.coordinator.agent.get(at).expect(200);
    const dose = body.items.find((one: { dose?: string }) => one.dose === '150 mg twice daily');
    await button('Change pregabalin 150 mg twice daily').click();
    const change = {
      version: dose.version,
      kind: 'dose',
      medication: 'pregabalin',
      dose: '100 mg twice daily',
      on: dose.on,
    };
    await circle.coordinator.agent.put(`${at}/${dose.id}`).send(change).expect(ok);
    await dialog().getByLabel('How much and how often').fill('125 mg twice daily');
    await dialog().getByRole('button', { name: 'Save' }).click();
    await dialog().getByText('It is now: pregabalin 100 mg twice daily.', { exact: false }).waitFor();
    await dialog().getByRole('button', { name: 'Save' }).click();
    await button('End pregabalin 125 mg twice daily').click();
    // The last day, and nothing else that a slip of the hand could change with it.
    expect(await dialog().locator('input, select, textarea').count()).toBe(1);
    await dialog().getByLabel('Last day').fill('2020-01-01');
    await dialog().getByRole('button', { name: 'End' }).click();
    await dialog().getByText('This is before the first day.').waitFor();
    await inspect(page, 'dose, to be ended', CORNERS);
    await dialog().getByLabel('Last day').fill(clinicDay(0));
    await dialog().getByRole('button', { name: 'End' }).click();
    await page.locator('.lane').getByTitle('Dose: Pregabalin stopped').waitFor({ state: 'attached' });
    await button('Take back: Facet joint injection, left').click();
    await inspect(page, 'procedure, to be taken back', CORNERS);
    await dialog().getByRole('button', { name: 'Take back' }).click();
    await page.getByText('Facet joint injection, left').first().waitFor({ state: 'detached' });
    await until('no procedure is in the lane', async () => {
      const left = page.locator('.lane').getByTitle(/Procedure/);
      return (await left.count()) === 0;
    });
    // Of the change that came second.
    expect(errors.splice(0)).toEqual([expect.stringContaining('409')]);
  });

  it('what was planned says so once its day has passed, until somebody says that it was done', async () => {
    const planned = {
      resourceType: 'Procedure',
      status: 'preparation',
      code: { text: 'Nerve block' },
      subject: { reference: `Patient/${circle.patientId}` },
      performedDateTime: clinicDay(-2),
    };
    await app
      .http()
      .post('/fhir/Procedure')
      .set({ authorization: `Bearer ${circle.token}`, 'content-type': 'application/fhir+json' })
      .send(JSON.stringify(planned))
      .expect(201);
    await page.goto(`${app.url}/patients/${circle.patientId}`);
    const section = page.getByRole('region', { name: 'Doses and procedures' });
    await section.getByText(/^was planned for \d/).waitFor();
    const mark = page.locator('.lane').getByTitle('Procedure: Nerve block');
    await page.getByRole('slider').waitFor();
    expect(await mark.count()).toBe(0);
    await inspect(page, 'procedure that was planned', CORNERS);
    await button('It was done: Nerve block').click();
    await mark.waitFor({ state: 'attached' });
    await section.getByText('was planned', { exact: false }).waitFor({ state: 'detached' });
    expect(errors).toEqual([]);
  });

  it('a visit in the past, or a hundred years away, says so beside its day', async () => {
    await page.goto(`${app.url}/visits`);
    await button(/Book a visit/).click();
    await dialog().getByLabel('Patient', { exact: true }).selectOption(circle.patientId);
    await dialog().getByLabel('Date').fill('2020-01-01');
    await dialog().getByRole('button', { name: 'Book', exact: true }).click();
    await dialog().getByText('This time is past.').waitFor();
    await hasFocus('Date');
    await dialog().getByLabel('Date').fill('2126-11-26');
    await dialog().getByRole('button', { name: 'Book', exact: true }).click();
    await dialog().getByText('A visit is booked at most two years ahead').waitFor();
    await hasFocus('Date');
  });

  it('a visit at the time of another is asked about, and booked when it is meant', async () => {
    const startsAt = `${clinicDay(3)}T09:00:00Z`;
    const visit = { id: randomUUID(), patientId: circle.patientId, startsAt, minutes: 30, modality: 'phone' };
    await circle.treating.agent.post('/api/v1/visits').send(visit).expect(ok);
    const at = new Date(startsAt).toLocaleTimeString('en-GB', { timeZone: 'Europe/Berlin', timeStyle: 'short' });
    await dialog().getByLabel('Date').fill(clinicDay(3));
    await dialog().getByLabel('Time').fill(at);
    await dialog().getByRole('button', { name: 'Book', exact: true }).click();
    await dialog()
      // The given name was corrected above.
      .getByText(
        new RegExp(`^You have a visit at ${at} then\\. \\w+ Finch has a visit at ${at} then\\. Book all the same\\?`),
      )
      .waitFor();
    await inspect(page, 'visit at the time of another', CORNERS);
    await dialog().getByRole('button', { name: 'Yes, book it' }).click();
    await dialog().waitFor({ state: 'detached' });
    await page.getByText(at).nth(1).waitFor();
    expect(errors.splice(0)).toEqual([expect.stringContaining('409')]);
  });

  it('the row says what the patient has answered, on the worklist and in the weekly review', async () => {
    await report(app, circle.clinicId, aFall(circle.patientId, randomUUID()));
    const { body } = await circle.treating.agent.get('/api/v1/alerts').expect(200);
    const { id, version } = body.items[0];
    await circle.treating.agent.post(`/api/v1/alerts/${id}/acknowledge`).send({ version }).expect(ok);
    // Told by a worker, as soon as somebody has looked.
    const answer = () =>
      circle.patient.agent
        .post(`/api/v1/alerts/${id}/answer`)
        .send({ id: randomUUID(), answer: 'other', words: 'I moved house.' });
    while ((await answer()).status === 404) await new Promise((resolve) => setTimeout(resolve, 200));
    await page.goto(`${app.url}/`);
    await page.locator(`[data-alert="${id}"]`).getByText('Said: “Something else: I moved house.”').waitFor();
    await page.locator(`[data-alert="${id}"]`).click();
    await page.locator('#evidence .legend').getByText('dose', { exact: true }).waitFor();
    await page.goto(`${app.url}/review`);
    await page.getByRole('article').getByText('Said: “Something else: I moved house.”').waitFor();
    await inspect(page, 'weekly review with an answer');
    expect(errors).toEqual([]);
  });

  it('the patient finds doses, a journey and a flare among the own numbers, and the doses as a list', async () => {
    const { treating, patient, patientId } = circle;
    const since = `${clinicDay(-6)}T12:00:00Z`;
    await treating.agent
      .put(`/api/v1/patients/${patientId}/time-zones`)
      .send({ since, zone: 'Europe/Lisbon' })
      .expect(ok);
    // The team reads instants by the clinic's clock, and once what the clock of the patient shows.
    await page.goto(`${app.url}/patients/${patientId}`);
    await page.getByText(/^Juniper is in Lisbon: .*\d\d:\d\d there$/).waitFor();
    await until('it says when by the clinic’s clock', async () => {
      const { body } = await treating.agent.get(`/api/v1/patients/${patientId}/series`).expect(200);
      const at = new Intl.DateTimeFormat('en-GB', { timeStyle: 'short', timeZone: 'Europe/Berlin' });
      return page.getByText(`computed ${at.format(new Date(body.computedAt))} from`, { exact: false }).isVisible();
    });
    await report(app, circle.clinicId, aFlare(patientId, clinicDay(-1)));
    const { body } = await treating.agent.get(`/api/v1/alerts?patientId=${patientId}`).expect(200);
    const flare = body.items.find(({ kind }: { kind: string }) => kind === 'flare');
    await treating.agent.post(`/api/v1/alerts/${flare.id}/acknowledge`).send({ version: flare.version }).expect(ok);
    const isTold = async () =>
      (await patient.agent.get(`/api/v1/notices?patientId=${patientId}`)).text.includes(flare.id);
    while (!(await isTold())) await new Promise((resolve) => setTimeout(resolve, 200));
    await page.close();
    const theirs = await openAs(app, browser, patient.email, '/numbers');
    collectErrors(theirs, errors);
    const lane = theirs.locator('.lane').first();
    for (const title of [
      'Dose: Pregabalin: 125 mg twice daily, was 75 mg',
      'Travel: Europe/Lisbon',
      'Flare',
      'Your week with pain: 4.3 out of 10, ',
    ])
      await lane.getByTitle(title).waitFor({ state: 'attached' });
    await inspect(theirs, 'numbers with events');
    await theirs.goto(`${app.url}/my-data`);
    await theirs.getByRole('heading', { name: 'My medicines and procedures' }).waitFor();
    await theirs.getByText('125 mg twice daily', { exact: false }).waitFor();
    await inspect(theirs, 'medicines and procedures');
    // A visit is told by the patient's clock, and by whose.
    const visitId = await visitOf(circle);
    await theirs.goto(`${app.url}/visits/${visitId}`);
    await theirs.getByText(', time of Lisbon, 30 minutes', { exact: false }).waitFor();
    expect(errors).toEqual([]);
    await theirs.close();
  });

  it('a caregiver finds the same list, once the patient lets them see notes', async () => {
    const { caregiver, patient, patientId } = circle;
    const lookers = await openAs(app, browser, caregiver.email);
    const seen = collectErrors(lookers);
    const list = lookers.getByRole('region', { name: 'Medicines and procedures' });
    await lookers.getByText('has chosen to share', { exact: false }).waitFor();
    expect(await list.count()).toBe(0);
    const grant = { categories: ['trends', 'visits', 'notes'], until: null };
    await patient.agent.put(`/api/v1/patients/${patientId}/followers/${caregiver.personId}`).send(grant).expect(ok);
    await lookers.reload();
    await list.getByText('125 mg twice daily', { exact: false }).waitFor();
    await list.getByRole('heading', { name: 'Earlier' }).waitFor();
    expect(await list.innerText()).not.toMatch(/\byour?\b(?! look)/i);
    await inspect(lookers, 'a caregiver’s medicines and procedures');
    expect(seen).toEqual([]);
  });
});
