import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createTestApp, type TestApp } from '../../../test/support/app.js';
import { type CareCircle, gatherCareCircle } from '../../../test/support/care.js';
import { createClinic } from '../../../test/support/people.js';
import { openSmtpSink, type SmtpSink } from '../../../test/support/smtp-sink.js';
import { timeTravelDatabase, travelTo } from '../../../test/support/time-travel.js';
import { AlertClock } from '../alerts/lifecycle/alert-clock.js';
import { chainOf, OFFICE } from './escalation.testkit.js';

let sink: SmtpSink;
let app: TestApp;
let circle: CareCircle;
let chain: ReturnType<typeof chainOf>;
const BERLIN = 'Europe/Berlin';
const NEW_YORK = 'America/New_York';

beforeAll(async () => {
  sink = await openSmtpSink();
  app = await createTestApp({ database: await timeTravelDatabase(), env: { SMTP_URL: sink.url } });
  circle = await gatherCareCircle(app, await createClinic(app, 'travel'), 'Timeless');
  chain = chainOf(app, circle);
}, 180_000);
afterAll(async () => {
  await app?.close();
  await app?.database.drop();
  await sink?.close();
});
beforeEach(async () => {
  // One journey may lead to before the one of the story that was told last.
  await app.database.asOwner(`UPDATE alert SET raised_at = '2026-01-01'`);
  await app.database.asOwner(
    `UPDATE alert SET state = 'resolved', resolved_at = now(), outcome = 'cleared', cleared = true WHERE NOT cleared`,
  );
  await app.database.asOwner(`UPDATE escalation_step SET state = 'stopped', settled_at = now() WHERE state = 'due'`);
  await app.database.asOwner(`UPDATE alert_person SET snoozed_at = NULL, snoozed_until = NULL`);
});

const at = (iso: string) => travelTo(iso, app);
const said = async (alertId: string) =>
  (await chain.steps(alertId)).map(({ target, due, state }) => `${target} ${due} ${state}`);
const states = async (alertId: string) => (await chain.steps(alertId)).map(({ state }) => state);
const tickAt = async (iso: string) => {
  await at(iso);
  await chain.tick();
};

describe('time goes by the clinic’s doors, or by the clock for what interrupts', () => {
  it('a weekend', async () => {
    await chain.opens(OFFICE);
    await at('2026-12-04T13:00:00Z');
    const alertId = await chain.raise();
    // Eight, sixteen and twenty-four hours of open doors from Friday at two.
    expect(await said(alertId)).toEqual([
      'contact 12-07T13:00 due',
      'care-team 12-08T13:00 due',
      'coordinator 12-09T13:00 due',
    ]);
    // And what the list calls overdue agrees with whom it calls.
    const dueOf = async (id: string) =>
      (await app.database.asOwner<{ due_at: Date }>('SELECT due_at FROM alert WHERE id = $1', [id]))[0]!.due_at;
    expect((await dueOf(alertId)).toISOString()).toMatch(/^2026-12-07T13:00:/);
    await tickAt('2026-12-06T12:00:00Z');
    await tickAt('2026-12-07T12:59:00Z');
    expect(await states(alertId)).toEqual(['due', 'due', 'due']);
    await tickAt('2026-12-07T13:00:01Z');
    expect(await states(alertId)).toEqual(['called', 'due', 'due']);
    const urgent = await chain.raise('red-flag');
    await tickAt('2026-12-12T03:00:00Z');
    expect(new Set(await states(urgent))).toEqual(new Set(['called', 'nobody']));
  });

  it.each([
    [
      'Berlin falls back',
      BERLIN,
      '2026-10-23T13:00:00Z',
      '10-26T14:00',
      '2026-10-26T13:59:00Z',
      '2026-10-26T14:00:01Z',
    ],
    [
      'Berlin springs forward',
      BERLIN,
      '2027-03-26T14:00:00Z',
      '03-29T13:00',
      '2027-03-29T12:59:00Z',
      '2027-03-29T13:00:01Z',
    ],
    [
      'New York falls back',
      NEW_YORK,
      '2026-10-30T19:00:00Z',
      '11-02T20:00',
      '2026-11-02T19:59:00Z',
      '2026-11-02T20:00:01Z',
    ],
    [
      'New York springs forward',
      NEW_YORK,
      '2027-03-12T20:00:00Z',
      '03-15T19:00',
      '2027-03-15T18:59:00Z',
      '2027-03-15T19:00:01Z',
    ],
  ])('%s: the same time on the clinic’s wall, one call', async (_name, zone, raised, due, before, after) => {
    await chain.opens(OFFICE, [], zone);
    await at(raised);
    const alertId = await chain.raise();
    expect((await chain.steps(alertId))[0]!.due).toBe(due);
    await tickAt(before);
    expect((await states(alertId))[0]).toBe('due');
    await tickAt(after);
    await chain.tick();
    expect((await states(alertId))[0]).toBe('called');
    const told = (await chain.notices(alertId)).filter(({ channel }) => channel === 'e-mail');
    expect(told).toHaveLength(1);
  });

  it('a holiday, also one that is entered afterwards', async () => {
    await chain.opens(OFFICE);
    await at('2026-12-24T07:00:00Z');
    const alertId = await chain.raise();
    expect((await chain.steps(alertId))[0]!.due).toBe('12-25T07:00');
    await chain.opens(OFFICE, [{ on: '2026-12-25', name: 'Christmas', siteId: null, hours: [] }]);
    await tickAt('2026-12-25T07:00:01Z');
    expect((await said(alertId))[0]).toBe('contact 12-28T07:00 due');
    await tickAt('2026-12-28T07:00:01Z');
    expect((await states(alertId))[0]).toBe('called');
  });
});

describe('a snooze', () => {
  it('lets the chain wait when whoever answers for the alert wants it to, and then go on', async () => {
    await chain.opens(OFFICE);
    await chain.contact(circle.treating);
    await at('2026-12-08T08:00:00Z');
    const alertId = await chain.raise();
    await chain.act(circle.treating, alertId, 'snooze', { until: { when: 'day', on: '2026-12-10' } });
    expect(await said(alertId)).toEqual([
      'contact 12-11T07:00 due',
      'care-team 12-14T07:00 due',
      'coordinator 12-15T07:00 due',
    ]);
    await tickAt('2026-12-09T23:30:00Z');
    await app.nest.get(AlertClock).tick();
    expect((await chain.steps(alertId))[0]!.due).toBe('12-11T07:00');
    await tickAt('2026-12-11T07:00:01Z');
    expect((await said(alertId))[0]).toBe('contact 12-11T07:00 called');
  });

  it('until it is worse is the contact’s own: the others are called at their times, and worse begins the chain anew', async () => {
    await chain.opens(OFFICE);
    await at('2026-12-08T08:00:00Z');
    const alertId = await chain.raise();
    await chain.act(circle.treating, alertId, 'snooze', { until: { when: 'worse' } });
    expect(await said(alertId)).toEqual([
      'contact 12-09T08:00 due',
      'care-team 12-10T08:00 due',
      'coordinator 12-11T08:00 due',
    ]);
    await tickAt('2026-12-16T08:00:00Z');
    expect((await states(alertId)).at(-1)).toBe('called');
    const quiet = (await chain.notices(alertId)).filter(({ personId }) => personId === circle.treating.personId);
    expect(new Set(quiet.map(({ reason }) => reason))).toEqual(new Set(['snoozed']));
    await chain.raise('deterioration', { severity: 3 });
    expect((await said(alertId)).slice(3)).toEqual([
      'contact 12-17T08:00 due',
      'care-team 12-18T08:00 due',
      'coordinator 12-21T08:00 due',
    ]);
  });

  it('of somebody who does not answer for it silences nobody else', async () => {
    await chain.opens(OFFICE);
    await at('2026-12-08T08:00:00Z');
    const alertId = await chain.raise();
    await chain.act(circle.coordinator, alertId, 'snooze', { until: { when: 'worse' } });
    await tickAt('2026-12-15T08:00:00Z');
    expect(await states(alertId)).toEqual(['called', 'called', 'nobody']);
    const quiet = (await chain.notices(alertId)).filter(({ personId }) => personId === circle.coordinator.personId);
    expect(quiet.map(({ channel, reason }) => `${channel} ${reason}`)).toEqual(['e-mail snoozed', 'web-push snoozed']);
  });
});

it('a restart in the middle: what fell due meanwhile is called once, the rest at its time', async () => {
  await chain.opens(OFFICE);
  await at('2026-12-08T08:00:00Z');
  const alertId = await chain.raise();
  await tickAt('2026-12-09T08:00:01Z');
  await app.close();
  await app.database.asOwner(`UPDATE travel.journey SET away = '2026-12-10T09:00:00Z'::timestamptz - pg_catalog.now()`);
  app = await createTestApp({ database: app.database, env: { SMTP_URL: sink.url } });
  await at('2026-12-10T09:00:00Z');
  chain = chainOf(app, circle);
  await chain.tick();
  expect(await states(alertId)).toEqual(['called', 'called', 'due']);
  await tickAt('2026-12-11T08:00:01Z');
  expect(await states(alertId)).toEqual(['called', 'called', 'called']);
  const mails = (await chain.notices(alertId)).filter(({ channel }) => channel === 'e-mail');
  expect(mails).toHaveLength(3);
}, 60_000);
