import { aFall, report } from '../alerts.js';
import type { TestApp } from '../app.js';
import { toBatch, toObservation } from '../fhir.js';
import { untilQuiet } from '../quiet.js';

export type TwoNodes = readonly [TestApp, TestApp];

export interface SameTwice {
  readonly nodes: TwoNodes;
  readonly clinicId: string;
  readonly token: string;
  /** Readings and concerns are about these in turn. */
  readonly patientIds: readonly string[];
  readonly pairs: number;
  /** Each lives six usual weeks and a week of few steps, which both nodes are sent; nothing else is about them. */
  readonly fallingIds: readonly string[];
}

export interface SameTwicePlayed {
  readonly pairs: number;
  /** Pairs of readings that were not answered with 201 and 200 and one id, and readings stored more or less than once. */
  readonly observationsUnlikeOne: number;
  /** Concerns that are not one alert, raised once, with one delivery for each who is told. */
  readonly alertsUnlikeOne: number;
  /** The same of those whom the trend worker found, on whichever node. */
  readonly fallsUnlikeOne: number;
}

const AT_ONCE = 4;
const DAY_MS = 86_400_000;

/** F17: whatever is told is told to two nodes at the same moment. */
export async function playSameTwice(setting: SameTwice): Promise<SameTwicePlayed> {
  const observationsUnlikeOne = await sendReadings(setting);
  await inParallel(setting.pairs, (n) => {
    const concern = aFall(setting.patientIds[n % setting.patientIds.length]!, `twice-${n}`);
    return Promise.all(setting.nodes.map((node) => report(node, setting.clinicId, concern)));
  });
  const reported = await countUnlikeOne(setting, `key LIKE 'twice-%'`, setting.pairs);
  for (const patientId of setting.fallingIds) await fall(setting, patientId);
  const fallen = `kind = 'deterioration' AND patient_id = ANY('{${setting.fallingIds.join()}}')`;
  return {
    pairs: setting.pairs,
    observationsUnlikeOne,
    alertsUnlikeOne: reported,
    fallsUnlikeOne: await countUnlikeOne(setting, fallen, setting.fallingIds.length),
  };
}

async function sendReadings({ nodes, token, patientIds, pairs }: SameTwice): Promise<number> {
  let unlike = 0;
  await inParallel(pairs, async (n) => {
    const start = new Date(Date.UTC(2026, 0, 1) + n * 60_000).toISOString();
    const reading = { metric: 'heartRate' as const, value: 60 + (n % 60), start };
    const body = toObservation(patientIds[n % patientIds.length]!, reading);
    const [one, other] = await Promise.all(nodes.map((node) => postTo(node, token, '/fhir/Observation', body)));
    const statuses = [one!.status, other!.status].sort().join();
    if (statuses !== '200,201' || one!.body.id !== other!.body.id) unlike++;
  });
  const [stored] = await nodes[0].database.asOwner<{ n: number }>(
    `SELECT count(*)::int AS n FROM observation o JOIN concept c ON c.clinic_id = o.clinic_id AND c.id = o.concept_id
     WHERE o.patient_id = ANY($1::uuid[]) AND c.metric = 'heartRate'`,
    [patientIds],
  );
  return unlike + Math.abs(stored!.n - pairs);
}

async function fall({ nodes, token }: SameTwice, patientId: string): Promise<void> {
  await postTo(
    nodes[0],
    token,
    '/fhir',
    toWeeks(patientId, 42, 7, (day) => 6000 + ((day * 379) % 900) - 450),
  );
  await untilQuiet(nodes[0].database, patientId);
  const week = toWeeks(patientId, 7, 0, () => 2200);
  await Promise.all(nodes.map((node) => postTo(node, token, '/fhir', week)));
  await untilQuiet(nodes[0].database, patientId);
}

function toWeeks(patientId: string, from: number, to: number, steps: (day: number) => number): object {
  const at = (daysAgo: number) => new Date((Math.floor(Date.now() / DAY_MS) - daysAgo) * DAY_MS).toISOString();
  const days = Array.from({ length: from - to }, (_, day) => from - day);
  return toBatch(
    patientId,
    days.map((ago, day) => ({ metric: 'steps', value: steps(day), start: at(ago), end: at(ago - 1) })),
  );
}

/** Of the alerts that `where` finds, how many are not what one concern makes; as many more as there are too few or too many. */
async function countUnlikeOne({ nodes }: SameTwice, where: string, expected: number): Promise<number> {
  const [found] = await nodes[0].database.asOwner<{ concerns: number; alerts: number; unlike: number }>(
    `WITH a AS (SELECT id, patient_id, key FROM alert WHERE ${where}),
       of AS (SELECT a.*, (SELECT count(*) FROM alert_event e WHERE e.alert_id = a.id AND e.kind = 'raised') AS raised,
         (SELECT max(n) FROM (SELECT count(*) AS n FROM delivery d WHERE d.object_id = a.id GROUP BY d.person_id) p) AS told FROM a)
     SELECT count(*)::int AS alerts, count(DISTINCT (patient_id, key))::int AS concerns,
       count(*) FILTER (WHERE raised <> 1 OR told IS DISTINCT FROM 1)::int AS unlike FROM of`,
  );
  const { alerts, concerns, unlike } = found!;
  return unlike + (alerts - concerns) + Math.abs(expected - concerns);
}

async function postTo(node: TestApp, token: string, path: string, body: object) {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/fhir+json' };
  const answer = await fetch(node.url + path, { method: 'POST', headers, body: JSON.stringify(body) });
  return { status: answer.status, body: (await answer.json()) as { id: string } };
}

async function inParallel(count: number, run: (n: number) => Promise<unknown>): Promise<void> {
  let next = 0;
  const worker = async () => {
    for (let n = next++; n < count; n = next++) await run(n);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}
