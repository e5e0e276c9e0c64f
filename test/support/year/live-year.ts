import { randomUUID } from 'node:crypto';
import { type Concern, type Evidence, reportConcerns } from '../../../src/modules/alerts/index.js';
import { carryOutAct } from '../../../src/modules/alerts/acts/carry-out-act.js';
import { lockAlerts } from '../../../src/modules/alerts/acts/acts.repository.js';
import { addDays } from '../../../src/metrics/index.js';
import { Database, query } from '../../../src/platform/database/database.js';
import { deliver } from '../../../src/platform/sockets/deliveries.js';
import { type AsOwner, makeCrowd } from '../crowd.js';
import { makeRandom } from '../random.js';
import { inventDays } from './invent-days.js';
import { explain } from './explain.js';
import { type Happening, inventStory } from './story.js';
import { WatchedPatient } from './watch-patient.js';

export interface YearOptions {
  readonly ownerUrl: string;
  readonly asOwner: AsOwner;
  readonly clinicId: string;
  readonly patients: number;
  readonly days: number;
  readonly seed: number;
  readonly onPatient?: (done: number) => void;
}

/** Something that a person of the team had to look at: an alert on the day it was raised, or grew worse. */
export interface Item {
  readonly patient: number;
  readonly story: string;
  readonly on: string;
  readonly event: 'raised' | 'worsened';
  readonly kind: Concern['kind'];
  readonly domain: Concern['domain'];
  readonly severity: number;
  readonly since: string;
  readonly evidence: Evidence;
  /** What truly happened then; null: nothing that would explain it. */
  readonly because: string | null;
}

export interface Year {
  readonly patientDays: number;
  readonly items: readonly Item[];
  /** By reason, how many concerns nobody heard of. */
  readonly heldBack: Readonly<Record<string, number>>;
}

const FIRST_DAY = '2025-01-06';
/** The nurse looks the next day. */
const LOOKED_AT_AFTER_DAYS = 1;
const SPRINT = { from: 70, days: 35 };

/**
 * Invented people live a year, a day at a time: detection judges them as it does real ones, alerts keeps its books in a
 * real database, and a nurse deals with every alert the day after she hears of it.
 */
export async function liveYear(options: YearOptions): Promise<Year> {
  const { asOwner, clinicId, patients, days, seed } = options;
  const [nurse] = await makeCrowd(asOwner, clinicId, 1, 'coordinator');
  const worker = await Database.open(options.ownerUrl, 'stepwell_worker', 2);
  const app = await Database.open(options.ownerUrl, 'stepwell_app', 2);
  const items: Item[] = [];
  try {
    for (let n = 0; n < patients; n++) {
      const random = makeRandom(seed * 10_007 + n);
      const { story, happenings } = inventStory(days, random);
      const id = randomUUID();
      await asOwner(`INSERT INTO patient (clinic_id, id, given_name, family_name) VALUES ($1, $2, 'Invented', $3)`, [
        clinicId,
        id,
        `Person ${n}`,
      ]);
      const inSprint = random() < 0.5 && days > SPRINT.from + SPRINT.days;
      const lived = inventDays(days, happenings, random);
      const person = new WatchedPatient(id, FIRST_DAY, lived, inSprint ? planOf(lived) : null);
      for await (const item of liveOne({ worker, app, clinicId, nurse: nurse!.personId, id, person, days, happenings }))
        items.push({ patient: n, story, ...item });
      options.onPatient?.(n + 1);
    }
    const held = await asOwner<{ reason: string; n: number }>(
      'SELECT reason, count(*)::int AS n FROM alert_suppression GROUP BY reason ORDER BY reason',
    );
    return {
      patientDays: patients * days,
      items,
      heldBack: Object.fromEntries(held.map(({ reason, n }) => [reason, n])),
    };
  } finally {
    await worker.close();
    await app.close();
  }
}

type Told = Omit<Item, 'patient' | 'story'>;

async function* liveOne(life: {
  worker: Database;
  app: Database;
  clinicId: string;
  nurse: string;
  id: string;
  person: WatchedPatient;
  days: number;
  happenings: readonly Happening[];
}): AsyncGenerator<Told> {
  const { worker, app, clinicId, nurse, id: patientId, person, happenings } = life;
  const open: { id: string; lookAt: number; real: boolean }[] = [];
  let known = false;
  let lastEvent = 0;
  for (let n = 0; n < life.days; n++) {
    const on = addDays(FIRST_DAY, n);
    const now = new Date(`${addDays(on, 1)}T07:00:00Z`);
    const concerns = person.judge(n);
    // Where nothing is known and nothing is said there is nothing to do.
    if (concerns.length === 0 && !known) continue;
    known = concerns.length > 0;
    const events = await worker.inClinic(clinicId, async () => {
      await deliver(...(await reportConcerns({ patientId, producer: 'trends', concerns, now })));
      return findEvents(patientId, lastEvent);
    });
    for (const { eventId, alertId, ...event } of events) {
      lastEvent = Math.max(lastEvent, Number(eventId));
      const because = explain(event.kind, n, happenings);
      open.push({ id: alertId, lookAt: n + LOOKED_AT_AFTER_DAYS, real: because !== null });
      yield { on, ...event, because };
    }
    const due = open.filter(({ lookAt }) => lookAt <= n);
    for (const one of due) {
      open.splice(open.indexOf(one), 1);
      await app.inClinic(clinicId, async () => {
        const [alert] = await lockAlerts([one.id]);
        const outcome = one.real ? 'contacted' : 'no-action-needed';
        await carryOutAct(alert!, { kind: 'resolve', outcome }, null, { personId: nurse, now });
      });
    }
  }
}

interface EventRow extends Omit<Told, 'on' | 'because'> {
  readonly eventId: string;
  readonly alertId: string;
}

/** What the team was newly told of this patient. */
function findEvents(patientId: string, after: number): Promise<EventRow[]> {
  return query<EventRow>(
    `SELECT e.id AS "eventId", e.kind AS event, a.id AS "alertId", a.kind, a.domain, a.severity, a.since::text, a.evidence
     FROM alert_event e JOIN alert a ON a.id = e.alert_id
     WHERE a.patient_id = $1 AND e.id > $2 AND e.kind IN ('raised', 'worsened') ORDER BY e.id`,
    [patientId, after],
  );
}

/** Five weeks of treatment with steps as its goal: an eighth more than before. */
function planOf(lived: ReturnType<typeof inventDays>) {
  const before = lived
    .slice(SPRINT.from - 28, SPRINT.from)
    .flatMap(({ metrics }) => metrics.steps?.value ?? [])
    .sort((a, b) => a - b);
  const baseline = before[before.length >> 1] ?? null;
  return {
    id: 'sprint',
    weeks: SPRINT.days / 7,
    isEnded: false,
    startsOn: addDays(FIRST_DAY, SPRINT.from),
    endsOn: addDays(FIRST_DAY, SPRINT.from + SPRINT.days - 1),
    metrics: [{ metric: 'steps' as const, baseline, target: Math.round((baseline ?? 5000) * 1.125) }],
  };
}
