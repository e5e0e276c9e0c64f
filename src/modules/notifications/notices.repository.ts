import { currentClinic, query } from '../../platform/database/database.js';
import type { Channel, NoticeSettings, Urgency } from './decide/decide-notice.js';

export type Words = 'item' | 'fallback' | 'patient' | 'test' | 'news' | 'asked';

export interface NewNotice {
  readonly stepId: number | null;
  readonly alertId: string | null;
  readonly personId: string | null;
  readonly channel: Channel | 'none';
  readonly target: string;
  readonly urgency: Urgency;
  readonly words: Words;
  /** Given: somebody sleeps, and it is not sent before. */
  readonly notBefore?: Date | null;
  /** Given: it is not sent, because of this. */
  readonly withheld?: string;
}

/** The same notice again adds nothing. */
export async function addNotices(notices: readonly NewNotice[]): Promise<void> {
  for (const one of notices)
    await query(
      `INSERT INTO notice (clinic_id, step_id, alert_id, person_id, channel, target, urgency, words, state, reason, settled_at, next_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, CASE WHEN $9::text IS NULL THEN 'due' ELSE 'withheld' END,
         coalesce($9, CASE WHEN $10::timestamptz IS NOT NULL THEN 'quiet-hours' END), CASE WHEN $9::text IS NULL THEN NULL ELSE now() END, coalesce($10, now()))
       ON CONFLICT DO NOTHING`,
      [
        currentClinic(),
        one.stepId,
        one.alertId,
        one.personId,
        one.channel,
        one.target,
        one.urgency,
        one.words,
        one.withheld ?? null,
        one.notBefore ?? null,
      ],
    );
}

export interface Reader {
  readonly personId: string;
  readonly settings: NoticeSettings | null;
  /** Whose wall the quiet hours hang on: their own choice, a patient's own zone, or the clinic's. */
  readonly zone: string;
  readonly subscriptionIds: readonly string[];
}

/** How these people want to be told, and on which devices; in the order of their ids. */
export async function findReaders(personIds: readonly string[]): Promise<Reader[]> {
  const rows = await query<{
    personId: string;
    webPush: boolean | null;
    email: boolean;
    from: string | null;
    until: string;
    interrupt: boolean;
    zone: string;
    subscriptionIds: string[];
  }>(
    `SELECT m.person_id AS "personId", s.web_push AS "webPush", s.email, s.quiet_from AS "from", s.quiet_until AS until, s.interrupt,
       coalesce(s.time_zone, (SELECT z.zone FROM patient p JOIN patient_time_zone z ON z.patient_id = p.id AND z.since <= now()
         WHERE m.role = 'patient' AND p.person_id = m.person_id ORDER BY z.since DESC LIMIT 1), c.time_zone) AS zone,
       (SELECT coalesce(json_agg(d.id ORDER BY d.created_at, d.id), '[]') FROM push_subscription d WHERE d.person_id = m.person_id) AS "subscriptionIds"
     FROM membership m JOIN clinic c ON c.clinic_id = m.clinic_id LEFT JOIN notice_setting s ON s.person_id = m.person_id
     WHERE m.active AND m.person_id = ANY($1::uuid[]) ORDER BY m.person_id`,
    [personIds],
  );
  return rows.map(({ personId, zone, subscriptionIds, webPush, email, from, until, interrupt }) => ({
    personId,
    zone,
    subscriptionIds,
    settings:
      webPush === null ? null : { webPush, email, interrupt, quietHours: from === null ? null : { from, until } },
  }));
}

/** The person that this patient is, when the patient signs in. */
export async function findPatientPerson(patientId: string): Promise<string | null> {
  const [row] = await query<{ id: string }>(
    `SELECT p.person_id AS id FROM patient p JOIN membership m ON m.person_id = p.person_id AND m.active WHERE p.id = $1`,
    [patientId],
  );
  return row?.id ?? null;
}

/** What became of an alert's notices, in order. */
export async function findNoticesOf(alertId: string) {
  const rows = await query<{
    stepId: string | null;
    personId: string | null;
    name: string | null;
    channel: Channel | 'none';
    state: 'due' | 'sent' | 'withheld' | 'dead';
    reason: string | null;
    at: Date;
  }>(
    `SELECT n.step_id::text AS "stepId", n.person_id AS "personId", p.name, n.channel, n.state, n.reason, coalesce(n.settled_at, n.made_at) AS at
     FROM notice n LEFT JOIN person p ON p.id = n.person_id WHERE n.alert_id = $1 ORDER BY n.made_at, n.id`,
    [alertId],
  );
  return rows.map(({ personId, name, at, ...row }) => ({
    ...row,
    person: personId === null ? null : { personId, name: name ?? '' },
    at: at.toISOString(),
  }));
}
