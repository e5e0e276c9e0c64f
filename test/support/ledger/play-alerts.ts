import { setTimeout as sleep } from 'node:timers/promises';
import { makeCrowd } from '../crowd.js';
import { makeRandom } from '../random.js';
import { until } from '../until.js';
import { AlertWriter } from './alert-writer.js';
import { NodePair } from './node-pair.js';
import { Screen } from './screen.js';

export interface AlertRounds {
  readonly alerts: number;
  readonly pages: number;
  /** How often a node is killed, and how often PostgreSQL. */
  readonly nodes: number;
  readonly postgres: number;
  readonly seed: number;
  readonly say?: (words: string) => void;
}

export interface AlertsPlayed {
  readonly alerts: number;
  /** Concerns that were acknowledged to their producer, and have no alert or more than one. */
  readonly unlikeLedger: number;
  /** Summed over all pages: alerts never shown, shown twice, shown before an earlier one. */
  readonly lost: number;
  readonly doubled: number;
  readonly outOfOrder: number;
  readonly shown: number;
  readonly blows: {
    readonly nodes: number;
    readonly postgres: number;
    readonly lines: number;
    readonly sleeps: number;
  };
  /** How often a page was so far behind, or so new, that it fetched its whole list. */
  readonly anew: number;
}

const PATIENTS = 60;
const SETTLE_MS = 60_000;

/**
 * Alerts are raised while lines break, pages sleep, and nodes and PostgreSQL are killed with SIGKILL; at the end each
 * page's screen is compared with what the database says was for it.
 */
export async function playAlerts({ alerts, pages, nodes, postgres, seed, say }: AlertRounds): Promise<AlertsPlayed> {
  const random = makeRandom(seed);
  const pair = await NodePair.open();
  const screens: Screen[] = [];
  try {
    const asOwner = pair.first.inDatabase.bind(pair.first);
    const [clinic] = await asOwner<{ id: string }>('SELECT clinic_id AS id FROM clinic');
    const crowd = await makeCrowd(asOwner, clinic!.id, pages, 'coordinator');
    const patients: string[] = [];
    while (patients.length < PATIENTS) patients.push(await pair.first.makePatient(`Ledger${patients.length}`));
    for (const [i, face] of crowd.entries()) {
      // Each new line goes to the other node.
      let attempt = i;
      screens.push(new Screen(face, () => pair.urls[attempt++ % 2]!));
    }
    await until('all pages follow', () => screens.every(({ anew }) => anew > 0), 60_000);
    const writer = new AlertWriter(pair.first.ownerUrl(), clinic!.id, patients);
    let done = false;
    const writing = writer.write(alerts, () => random() * 20).finally(() => (done = true));
    const blows = { nodes: 0, postgres: 0, lines: 0, sleeps: 0 };
    const tease = async () => {
      while (!done) {
        const { page } = screens[Math.floor(random() * screens.length)]!;
        if (random() < 0.6) {
          blows.lines++;
          page.breakLine();
        } else {
          blows.sleeps++;
          page.sleep();
          setTimeout(() => page.wake(), random() * 5_000);
        }
        await sleep(random() * 400);
      }
    };
    const strike = async () => {
      const shares = nodes + postgres + 1;
      for (let n = 1; n < shares; n++) {
        await until('it is time', () => done || writer.acknowledged > (alerts * n) / shares, 3_600_000);
        if (n % Math.ceil(shares / (postgres + 1)) === 0 && blows.postgres < postgres) {
          blows.postgres++;
          await pair.killPostgres();
        } else await pair.kill((blows.nodes++ % 2) as 0 | 1);
        say?.(`${writer.acknowledged} alerts; ${blows.nodes} nodes and ${blows.postgres} PostgreSQL killed`);
      }
    };
    await Promise.all([writing, tease(), strike()]);
    for (const { page } of screens) page.wake();
    const told = await findTold(
      asOwner,
      crowd.map(({ personId }) => personId),
    );
    const lacking = () =>
      screens.reduce((sum, screen) => sum + told.get(screen.face.personId)!.filter((id) => !screen.has(id)).length, 0);
    await until('all is shown', () => lacking() === 0, SETTLE_MS).catch(() => undefined);
    const [ledger] = await asOwner<{ alerts: number; raised: number }>(
      `SELECT count(*)::int AS alerts, (SELECT count(*)::int FROM alert_event WHERE kind = 'raised') AS raised FROM alert`,
    );
    const doubled = screens.reduce(
      (sum, { appeared }) => sum + appeared.length - new Set(appeared.map((a) => a.id)).size,
      0,
    );
    return {
      alerts: writer.acknowledged,
      unlikeLedger: Math.abs(ledger!.alerts - alerts) + Math.abs(ledger!.raised - alerts),
      lost: lacking(),
      doubled,
      outOfOrder: screens.reduce((sum, { appeared }) => sum + countBackwards(appeared.map((a) => a.cursor)), 0),
      shown: screens.reduce((sum, { appeared }) => sum + appeared.length, 0),
      blows,
      anew: screens.reduce((sum, { anew }) => sum + anew, 0),
    };
  } finally {
    for (const screen of screens) await screen.close();
    await pair.close();
  }
}

const countBackwards = (cursors: readonly number[]) =>
  cursors.filter((cursor, i) => i > 0 && cursor <= cursors[i - 1]!).length;

/** What was for whom, by the database. */
async function findTold(
  asOwner: <Row extends object>(sql: string, values?: unknown[]) => Promise<Row[]>,
  personIds: readonly string[],
): Promise<Map<string, string[]>> {
  const rows = await asOwner<{ person: string; ids: string[] }>(
    `SELECT person_id AS person, array_agg(object_id::text ORDER BY cursor) AS ids FROM delivery
     WHERE kind = 'alert' AND person_id = ANY($1::uuid[]) GROUP BY person_id`,
    [personIds],
  );
  return new Map(rows.map(({ person, ids }) => [person, ids]));
}
