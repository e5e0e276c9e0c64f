import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestApp, type TestApp } from '../../../../test/support/app.js';
import { type CareCircle, gatherCareCircle } from '../../../../test/support/care.js';
import { answerConsent } from '../../../../test/support/consents.js';
import { createClinic, ok } from '../../../../test/support/people.js';
import { openSmtpSink, type SmtpSink } from '../../../../test/support/smtp-sink.js';
import { toldOf } from '../told.testkit.js';
import { TellingClock } from './telling-clock.js';

let sink: SmtpSink;
let app: TestApp;
let circle: CareCircle;
let kit: ReturnType<typeof toldOf>;
let { chain, raise, tick, told } = {} as typeof kit;

beforeAll(async () => {
  sink = await openSmtpSink();
  app = await createTestApp({ env: { SMTP_URL: sink.url } });
  circle = await gatherCareCircle(app, await createClinic(app, 'late'), 'Late');
  kit = toldOf(app, circle);
  ({ chain, raise, tick, told } = kit);
}, 180_000);
afterAll(async () => {
  await app?.close();
  await sink?.close();
});

describe('a mail that waited, for a server that refused it or one that stood still', () => {
  interface Mail {
    readonly whose: string;
    readonly state: string;
    readonly reason: string | null;
    readonly attempts: number;
    /** For longer than the sender is away. */
    readonly waits: boolean;
  }
  const mails = (alertId: string) =>
    app.database.asOwner<Mail>(
      `SELECT m.role AS whose, n.state, n.reason, n.attempts, n.state = 'due' AND n.next_at > now() + interval '30 minutes' AS waits
       FROM notice n JOIN membership m ON m.person_id = n.person_id WHERE n.alert_id = $1 AND n.words = 'news' AND n.channel = 'e-mail' ORDER BY 1`,
      [alertId],
    );
  /** Until each is sent, withheld, or put off. */
  const looked = async (alertId: string): Promise<Mail[]> => {
    for (let i = 0; i < 800; i++) {
      const rows = await mails(alertId);
      if (rows.length === 2 && rows.every(({ state, waits }) => state !== 'due' || waits)) return rows;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error('The sender did not look');
  };
  /** The news is told, and its mails have not left yet. */
  const waiting = async (kind: 'improvement' | 'prom-threshold'): Promise<string> => {
    const id = await raise(kind);
    if (kind === 'prom-threshold') await chain.act(circle.treating, id, 'acknowledge');
    await tick();
    await looked(id);
    await app.database.asOwner(
      `UPDATE notice SET state = 'due', settled_at = NULL, reason = NULL, attempts = 0, next_at = 'infinity'
       WHERE alert_id = $1 AND words = 'news' AND channel = 'e-mail'`,
      [id],
    );
    return id;
  };
  const goOn = async (id: string) => {
    await app.database.asOwner(`UPDATE notice SET next_at = now() WHERE alert_id = $1 AND state = 'due'`, [id]);
    return looked(id);
  };
  const [sent, withheld] = [
    { state: 'sent', reason: null, attempts: 1 },
    { state: 'withheld', attempts: 0 },
  ];

  it('rings nobody who sleeps by now, and does not count as tried', async () => {
    const id = await waiting('improvement');
    await kit.saveNotices(circle.patient, kit.sleepNow('Asia/Tokyo'));
    const [caregiver, patient] = await goOn(id);
    expect(caregiver).toMatchObject({ whose: 'caregiver', ...sent });
    expect(patient).toMatchObject({ whose: 'patient', state: 'due', waits: true, attempts: 0 });
    await kit.saveNotices(circle.patient);
    expect((await goOn(id))[1]).toMatchObject(sent);
  });

  it('does not reach whom the patient lets see less since', async () => {
    await kit.grant('trends', 'visits', 'responses');
    const id = await waiting('prom-threshold');
    await kit.grant('trends', 'visits');
    const [caregiver, patient] = await goOn(id);
    expect(caregiver).toMatchObject({ ...withheld, reason: 'not-granted' });
    expect(patient).toMatchObject(sent);
  });

  it('nor anybody once the patient shares no more', async () => {
    const id = await waiting('improvement');
    await answerConsent(circle.patient, circle.patientId, 'share-caregiver', 'withdrawn');
    const [caregiver, patient] = await goOn(id);
    expect(caregiver).toMatchObject({ ...withheld, reason: 'not-sharing' });
    expect(patient).toMatchObject(sent);
    await answerConsent(circle.patient, circle.patientId, 'share-caregiver', 'given');
  });

  it('nor whose account was closed', async () => {
    const id = await waiting('improvement');
    const people = [circle.patient.personId, circle.caregiver.personId];
    const open = (is: boolean) =>
      app.database.asOwner('UPDATE membership SET active = $2 WHERE person_id = ANY($1)', [people, is]);
    await open(false);
    for (const mail of await goOn(id)) expect(mail).toMatchObject({ ...withheld, reason: 'no-account' });
    await open(true);
  });
});

describe('a telling that fails', () => {
  const lateTellings = async (): Promise<number | undefined> => {
    await chain.audit();
    const { body } = await circle.coordinator.agent.get('/api/v1/alerts').expect(200);
    const fault = body.items.find(({ kind }: { kind: string }) => kind === 'chain-fault');
    return fault?.sentence.facts.lateTellings;
  };
  /** What a rule of another version may hold. */
  const spoil = (afterHours: unknown) =>
    app.database.asOwner(
      `UPDATE alert_rule SET settings = jsonb_set(settings, '{told}', $1::jsonb) WHERE kind = 'flare'`,
      [JSON.stringify({ when: 'acknowledged', afterHours })],
    );

  it('is tried again, and is a technical fault once it has failed for ten minutes', async () => {
    const { body } = await circle.admin.agent.get('/api/v1/alert-rules').expect(200);
    const { effective: settings } = body.items.find((item: { kind: string }) => item.kind === 'flare');
    const change = { scope: { of: 'clinic' }, version: 0, settings, reason: 'As it is' };
    await circle.admin.agent.put('/api/v1/alert-rules/flare').send(change).expect(ok);
    await spoil('soon');
    const id = await raise('flare');
    await tick();
    expect(await told(id)).toEqual(['patient due ', 'caregiver due ']);
    expect(await lateTellings()).toBeUndefined();
    await app.database.asOwner(
      `UPDATE telling SET failing_since = failing_since - interval '11 minutes' WHERE alert_id = $1`,
      [id],
    );
    expect(await lateTellings()).toBe(2);
    await spoil(48);
    await app.database.asOwner('UPDATE telling SET next_at = now() WHERE alert_id = $1', [id]);
    await tick();
    expect(await told(id)).toEqual(['patient due not-looked-at', 'caregiver due not-looked-at']);
    expect(await lateTellings()).toBeUndefined();
  });

  it('is told of too when no node looks at what is due', async () => {
    const id = await raise();
    await tick();
    await app.nest.get(TellingClock).beforeApplicationShutdown();
    await app.database.asOwner(
      `UPDATE telling SET next_at = now() - interval '11 minutes' WHERE alert_id = $1 AND state = 'due'`,
      [id],
    );
    // A node that is told to stop leaves what is due to the others.
    await app.nest.get(TellingClock).tick();
    expect(await lateTellings()).toBe(2);
  });
});
