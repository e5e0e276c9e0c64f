import { setTimeout as sleep } from 'node:timers/promises';
import { DurableNode } from './durable-node.js';
import { Ledger } from './ledger.js';
import { countTorn, judge, type Verdict } from './verdict.js';

export interface Rounds {
  /** How often the app dies, and how often PostgreSQL. */
  readonly app: number;
  readonly postgres: number;
  /** Rounds go on until so many readings are acknowledged. */
  readonly acknowledged: number;
  readonly seed: number;
  readonly say?: (words: string) => void;
}

export interface Played extends Verdict {
  readonly blows: { readonly app: number; readonly postgres: number };
  readonly byRoad: Readonly<Record<string, number>>;
  readonly tornTransactions: number;
  readonly recoveriesMs: { readonly app: readonly number[]; readonly postgres: readonly number[] };
}

const PATIENTS = 20;
const RECOVERY_MS = 60_000;

/**
 * Senders post on every road; at a random moment the app or PostgreSQL is killed with SIGKILL; it comes back; again. At
 * the end both are killed at once, and what is stored is compared with the ledger. A blow may also hit an app that is
 * still starting.
 */
export async function playRounds({ app, postgres, acknowledged, seed, say }: Rounds): Promise<Played> {
  const random = randomOf(seed);
  const durable = await DurableNode.open();
  try {
    const patients: string[] = [];
    for (let i = 0; i < PATIENTS; i++) patients.push(await durable.makePatient(`Ledger${i}`));
    const ledger = new Ledger(durable, patients);
    const recoveriesMs = { app: [] as number[], postgres: [] as number[] };
    const blows = { app: 0, postgres: 0 };
    let torn = 0;
    while (blows.app < app || blows.postgres < postgres || ledger.acknowledged.size < acknowledged) {
      const left = { app: Math.max(0, app - blows.app), postgres: Math.max(0, postgres - blows.postgres) };
      const victim = random() * (left.app + left.postgres || 1) < left.postgres ? 'postgres' : 'app';
      ledger.resume();
      await sleep(20 + random() * 1000);
      const atMs = Date.now();
      blows[victim]++;
      if (victim === 'postgres') await durable.killPostgres();
      else {
        await durable.killNode();
        if (left.app > 1 && random() < 0.2) {
          durable.beginStart();
          await sleep(random() * 1500);
          await durable.killNode();
          blows.app++;
        }
        await durable.start();
      }
      const paused = ledger.pause();
      await ledger.probe(RECOVERY_MS);
      recoveriesMs[victim].push(Date.now() - atMs);
      await paused;
      torn += await countTorn(durable, ledger.unanswered);
      const backMs = recoveriesMs[victim].at(-1);
      say?.(
        `${victim} back after ${backMs} ms; ${blows.app} + ${blows.postgres} blows, ${ledger.acknowledged.size} acknowledged`,
      );
    }
    await ledger.settle();
    // At once: what follows from the last days is not computed yet.
    await durable.killNode();
    await durable.killPostgres();
    await durable.start();
    while (!(await durable.isDrained())) await sleep(200);
    const verdict = await judge(durable, ledger.acknowledged);
    return { ...verdict, blows, byRoad: ledger.byRoad, tornTransactions: torn, recoveriesMs };
  } finally {
    await durable.close();
  }
}

/** mulberry32: each seed tells its own, repeatable story. */
function randomOf(seed: number): () => number {
  let a = seed >>> 0;
  return () => {
    a = (a + 0x6d2b79f5) >>> 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
