import { Clock } from '../../platform/clock/clock.js';
import { query } from '../../platform/database/database.js';
import { deliver } from '../../platform/sockets/deliveries.js';
import type { TestApp } from '../../../test/support/app.js';
import type { CareCircle } from '../../../test/support/care.js';
import { type Person, ok } from '../../../test/support/people.js';
import { reportConcern } from '../alerts/index.js';
import { aConcern, aConcernOf } from '../alerts/alerts.testkit.js';
import type { Kind } from '../alerts/concerns/kinds.js';
import { EscalationAuditor } from './auditing/auditor.js';
import { EscalationClock } from './call/escalation-clock.js';

/** From Monday to Friday, eight to four. */
export const OFFICE = Array.from({ length: 7 }, (_, day) => (day < 5 ? [{ from: '08:00', to: '16:00' }] : []));

export interface Told {
  readonly n: number;
  readonly target: string;
  readonly state: string;
  readonly reason: string | null;
  /** Of the database, in UTC: `11-27T14:30`. */
  readonly due: string;
}

/** What tests of the chain do again and again, on one node. */
export function chainOf(app: TestApp, circle: CareCircle) {
  return {
    /** A concern comes to the team, as a producer reports it. @returns the alert's id, or nothing when it is no news */
    raise: async (kind: Kind = 'deterioration', change: Parameters<typeof aConcern>[0] = {}): Promise<string> => {
      const { patientId, clinicId } = circle;
      const concern =
        kind === 'deterioration'
          ? aConcern({ severity: 2, ...change, patientId })
          : aConcernOf(kind, patientId, { ...change, live: true } as never);
      return app.surroundings.workerDatabase.as.inClinic(clinicId, async () => {
        const bells = await reportConcern(concern, app.nest.get(Clock).now());
        await deliver(...bells);
        return bells[0]?.objectId ?? '';
      });
    },
    steps: (alertId: string): Promise<Told[]> =>
      app.database.asOwner<Told>(
        `SELECT n, target, state, reason, to_char(due_at AT TIME ZONE 'UTC', 'MM-DD"T"HH24:MI') AS due FROM escalation_step WHERE alert_id = $1 ORDER BY chain, n`,
        [alertId],
      ),
    /** What the calls have sent; news of the alert for patients and followers is nobody’s call. */
    notices: (alertId: string) =>
      app.database.asOwner<{
        personId: string | null;
        channel: string;
        state: string;
        reason: string | null;
        target: string;
      }>(
        `SELECT person_id AS "personId", channel, state, reason, target FROM notice WHERE alert_id = $1 AND step_id IS NOT NULL ORDER BY made_at, channel, person_id, target`,
        [alertId],
      ),
    /** Until nothing is due any more: the nodes' own turns may hold a row, or an alert whose call is then put off a moment. */
    tick: async (node: TestApp = app): Promise<void> => {
      for (let due = 1; due > 0;) {
        await node.nest.get(EscalationClock).tick();
        const [row] = await app.surroundings.workerDatabase.as.inClinic(circle.clinicId, () =>
          query<{ n: number }>(
            `SELECT count(*)::int AS n FROM escalation_step WHERE state = 'due' AND next_at <= now() + interval '1 second'`,
          ),
        );
        due = row!.n;
      }
    },
    audit: (node: TestApp = app) => node.nest.get(EscalationAuditor).turn(0),
    /** One act of the worklist. */
    act: async (by: Person, alertId: string, act: string, body: object = {}) => {
      const { body: alert } = await by.agent.get(`/api/v1/alerts/${alertId}`).expect(ok);
      return by.agent
        .post(`/api/v1/alerts/${alertId}/${act}`)
        .send({ version: alert.version, ...body })
        .expect(ok);
    },
    /** Opening hours, and days on which others hold. */
    opens: async (hours: object[], holidays: object[] = [], timeZone = 'Europe/Berlin') => {
      const { body } = await circle.admin.agent.get('/api/v1/clinic').expect(ok);
      const { doors: _, ...settings } = body;
      const site = { id: circle.clinicId, name: 'Main', address: null, hours };
      await circle.admin.agent
        .put('/api/v1/clinic')
        .send({ ...settings, timeZone, sites: [site], holidays })
        .expect(ok);
    },
    contact: (person: Person) =>
      circle.coordinator.agent
        .put(`/api/v1/patients/${circle.patientId}/care-team`)
        .send({ personIds: [circle.treating.personId, person.personId], contactPersonId: person.personId })
        .expect(ok),
  };
}
