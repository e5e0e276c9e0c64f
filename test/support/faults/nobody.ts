import { randomUUID } from 'node:crypto';
import type { chainOf } from '../../../src/modules/escalation/escalation.testkit.js';
import type { TestApp } from '../app.js';
import type { CareCircle } from '../care.js';
import { ok, type Person } from '../people.js';

/** Why nobody can be reached, and what the clinic has for that. */
export interface Silent {
  /** No channel switched on; away, and who was to stand in has left; no longer with the clinic. */
  readonly team: 'switched-off' | 'away' | 'gone';
  readonly fallback: boolean;
  readonly emergencyNumber: string | null;
  readonly patientHasAccount: boolean;
}

export interface NobodyPlayed {
  readonly alertId: string;
  /** The chain when the fallback had its turn, and when the patient had: `5 fallback called`. */
  readonly atFallback: readonly string[];
  readonly atPatient: readonly string[];
  /** What is otherwise than it should be, in words; empty: all is. */
  readonly unlike: readonly string[];
}

export const DESK = 'desk@clinic.example';

/** F30: something that interrupts comes when nobody of the team can be reached. */
export async function playNobody(
  { app, chain, circle }: { app: TestApp; chain: ReturnType<typeof chainOf>; circle: CareCircle },
  silent: Silent,
): Promise<NobodyPlayed> {
  for (const one of [circle.treating, circle.coordinator]) await silence(app, circle, one, silent.team);
  if (silent.team === 'away') await leave(app, circle, circle.colleague);
  await app.database.asOwner('UPDATE rota_shift SET ended_at = now() WHERE clinic_id = $1', [circle.clinicId]);
  if (!silent.patientHasAccount)
    await app.database.asOwner('UPDATE patient SET person_id = NULL WHERE id = $1', [circle.patientId]);
  const fallbackEmail = silent.fallback ? DESK : null;
  const { emergencyNumber } = silent;
  await circle.admin.agent
    .put('/api/v1/clinic/channels')
    .send({ version: 0, webhookUrl: null, fallbackEmail, fallbackWebhookUrl: null, emergencyNumber })
    .expect(ok);
  const steps = async () =>
    (await chain.steps(alertId)).map(({ n, target, state, reason }) =>
      [n, target, state, reason ?? []].flat().join(' '),
    );
  const alertId = await chain.raise('red-flag');
  await chain.tick();
  const atFallback = await steps();
  await app.database.asOwner(
    `WITH moved AS (UPDATE alert_event SET at = at - interval '76 min' WHERE alert_id = $1)
     UPDATE escalation_step SET due_at = due_at - interval '76 min', next_at = next_at - interval '76 min' WHERE alert_id = $1 AND state = 'due'`,
    [alertId],
  );
  await chain.tick();
  const atPatient = await steps();
  const wanted = [
    ...['1 contact', '2 contact', '3 on-call', '4 coordinator'].map((step) => `${step} nobody nobody-reached`),
    silent.fallback ? '5 fallback called' : '5 fallback nobody nobody-reached',
    silent.patientHasAccount ? '6 patient called' : '6 patient nobody nobody-reached',
  ];
  const unlike = [
    ...wanted.filter((step) => !atPatient.includes(step)).map((step) => `not "${step}"`),
    ...atPatient.filter((step) => !wanted.includes(step)).map((step) => `but "${step}"`),
    ...(await findUnlikeNotices(chain, alertId, silent)),
  ];
  return { alertId, atFallback, atPatient, unlike };
}

/** What was not written down of whom the last steps told, or why they told nobody. */
async function findUnlikeNotices(
  chain: ReturnType<typeof chainOf>,
  alertId: string,
  silent: Silent,
): Promise<string[]> {
  const notices = await chain.notices(alertId);
  const fallback = notices.filter(({ target }) => target === 'fallback');
  const wanted = silent.fallback ? 'e-mail' : 'none';
  const isWithheld = notices.every(
    ({ state, reason, personId }) => personId === null || state !== 'withheld' || reason,
  );
  return [
    ...(fallback.length === 1 && fallback[0]!.channel === wanted
      ? []
      : [`fallback by ${fallback.map((one) => one.channel).join()}`]),
    ...(isWithheld ? [] : ['a notice was held back without a reason']),
  ];
}

async function silence(app: TestApp, circle: CareCircle, who: Person, team: Silent['team']): Promise<void> {
  if (team === 'gone') return leave(app, circle, who);
  if (team === 'switched-off')
    return void (await who.agent
      .put('/api/v1/account/notices')
      .send({ webPush: false, email: false, quietHours: null, interrupt: false })
      .expect(ok));
  const absence = {
    id: randomUUID(),
    personId: who.personId,
    standInId: circle.colleague.personId,
    fromAt: new Date(Date.now() - 60_000).toISOString(),
    untilAt: new Date(Date.now() + 3_600_000).toISOString(),
  };
  await circle.admin.agent.post('/api/v1/absences').send(absence).expect(ok);
}

async function leave(app: TestApp, { clinicId }: CareCircle, { personId }: Person): Promise<void> {
  const sql = 'UPDATE membership SET active = false WHERE clinic_id = $1 AND person_id = $2';
  await app.database.asOwner(sql, [clinicId, personId]);
}
