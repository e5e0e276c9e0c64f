import { randomUUID } from 'node:crypto';
import type { TestApp } from '../../../test/support/app.js';
import type { CareCircle } from '../../../test/support/care.js';
import { ok, type Person } from '../../../test/support/people.js';
import type { Kind } from '../alerts/index.js';
import { chainOf } from '../escalation/escalation.testkit.js';
import { TellingClock } from './tellings/telling-clock.js';

export const NOTICES = { webPush: true, email: true, quietHours: null, interrupt: false } as const;

interface Shown {
  readonly id: string;
  readonly state: string;
  readonly answers: readonly object[];
}

/** What stories of what the circle's patient and caregiver are told do again and again. */
export function toldOf(app: TestApp, circle: CareCircle) {
  const chain = chainOf(app, circle);
  return {
    chain,
    /** Another one of that kind each time, so that nothing of an earlier story is in the way. */
    raise: (kind: Kind = 'deterioration', change: object = {}): Promise<string> =>
      chain.raise(kind, { key: randomUUID(), ...change }),
    /** Until nothing is due any more, nor put off for a moment: the node's own turn may hold a row while we look. */
    tick: async (): Promise<void> => {
      for (let due = 1; due > 0;) {
        await app.nest.get(TellingClock).tick();
        const [row] = await app.database.asOwner<{ n: number }>(
          `SELECT count(*)::int AS n FROM telling WHERE state = 'due' AND next_at <= now() + interval '1 second'`,
        );
        due = row!.n;
      }
    },
    /** An alert on the page of whoever it is. */
    page: async (of: Person, id: string): Promise<Shown | undefined> => {
      const { body } = await of.agent.get(`/api/v1/notices?patientId=${circle.patientId}`).expect(200);
      return (body.items as Shown[]).find((item) => item.id === id);
    },
    /** As the team reads it, a line for each. */
    told: async (id: string): Promise<string[]> => {
      const { body } = await circle.treating.agent.get(`/api/v1/alerts/${id}/told`).expect(200);
      return body.items.map(
        (one: { voice: string; state: string; reason: string | null; notices: { channel: string }[] }) =>
          [one.voice, one.state, one.reason, ...one.notices.map(({ channel }) => channel)].join(' '),
      );
    },
    /** What the caregiver may see from now on. */
    grant: (...categories: string[]) =>
      circle.patient.agent
        .put(`/api/v1/patients/${circle.patientId}/followers/${circle.caregiver.personId}`)
        .send({ categories, until: null })
        .expect(ok),
    /** The hours from one hour ago until in one hour are quiet, on the wall of a zone. */
    sleepNow: (zone: string) => {
      const wall = (hours: number) =>
        new Date(Date.now() + hours * 3_600_000).toLocaleTimeString('en-GB', { timeZone: zone }).slice(0, 5);
      return { ...NOTICES, quietHours: { from: wall(-1), until: wall(1) }, timeZone: zone };
    },
    saveNotices: (of: Person, settings: object = NOTICES) =>
      of.agent.put('/api/v1/account/notices').send(settings).expect(200),
  };
}
