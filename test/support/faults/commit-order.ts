import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { deliver } from '../../../src/platform/sockets/deliveries.js';
import type { TestApp } from '../app.js';
import type { Face } from '../crowd.js';
import { openPage, type OpenPage } from '../open-page.js';
import { until } from '../until.js';

export interface CommitOrder {
  readonly app: TestApp;
  readonly clinicId: string;
  readonly patientId: string;
  /** Each has a page open. */
  readonly faces: readonly Face[];
  /** How often several transactions are under way at once. */
  readonly interleavings: number;
  readonly random: () => number;
}

export interface CommitOrderPlayed {
  readonly interleavings: number;
  readonly committed: number;
  readonly rolledBack: number;
  /** Summed over the pages: told and never heard, or heard and never told; heard in another order than the cursors'. */
  readonly missed: number;
  readonly outOfOrder: number;
}

const TRANSACTIONS = 4;
const ROLLED_BACK = 0.15;

/**
 * F19: transactions that tell overlapping people of something end in another order than they began. The first of each
 * round always tells the first person and then waits, the second tells that person too: whoever reads meanwhile must not
 * see the second and remember that it has read so far.
 */
export async function playCommitOrder(setting: CommitOrder): Promise<CommitOrderPlayed> {
  const { app, faces, interleavings } = setting;
  const heard = new Map(faces.map(({ personId }) => [personId, [] as string[]]));
  let following = 0;
  const pages: OpenPage[] = faces.map(({ personId, cookie }) =>
    openPage(() => app.url, cookie, {
      heard: () => undefined,
      changed: ({ id }) => void heard.get(personId)!.push(id),
      anew: () => following++,
    }),
  );
  try {
    await until('all pages follow', () => following === faces.length);
    let rolledBack = 0;
    for (let n = 0; n < interleavings; n++) rolledBack += await interleave(setting);
    const told = await findTold(app, faces);
    const count = (all: Map<string, string[]>) => [...all.values()].reduce((sum, ids) => sum + ids.length, 0);
    await until('all is heard', () => count(heard) >= count(told), 10_000).catch(() => undefined);
    let [missed, outOfOrder] = [0, 0];
    for (const [personId, ids] of told) {
      const mine = heard.get(personId)!;
      missed += ids.filter((id) => !mine.includes(id)).length + mine.filter((id) => !ids.includes(id)).length;
      const both = ids.filter((id) => mine.includes(id));
      outOfOrder += mine.filter((id, i) => both[i] !== id).length;
    }
    return { interleavings, committed: interleavings * TRANSACTIONS - rolledBack, rolledBack, missed, outOfOrder };
  } finally {
    for (const page of pages) page.close();
  }
}

/** @returns how many of them were rolled back */
async function interleave({ app, clinicId, patientId, faces, random }: CommitOrder): Promise<number> {
  const first = faces[0]!.personId;
  let rolledBack = 0;
  let told!: () => void;
  const firstHasTold = new Promise<void>((resolve) => (told = resolve));
  const one = async (n: number) => {
    const others = faces.map(({ personId }) => personId).filter(() => random() < 0.5);
    const personIds = n < 2 ? [first, ...others] : others;
    // The first is long under way when the others come; those come and go as they like.
    if (n > 0) await firstHasTold.then(() => sleep(random() * 10));
    const fails = n > 0 && random() < ROLLED_BACK;
    const waitMs = n === 0 ? 20 + random() * 40 : random() * 20;
    const run = async () => {
      await deliver({ kind: 'alert', objectId: randomUUID(), patientId, personIds });
      if (n === 0) told();
      await sleep(waitMs);
      if (fails) throw new RolledBack();
    };
    await app.surroundings.database.inClinic(clinicId, run).catch((error: unknown) => {
      if (!(error instanceof RolledBack)) throw error;
      rolledBack++;
    });
  };
  await Promise.all(Array.from({ length: TRANSACTIONS }, (_, n) => one(n)));
  return rolledBack;
}

class RolledBack extends Error {}

/** What each person was told, by the database, in the order of the cursors. */
async function findTold(app: TestApp, faces: readonly Face[]): Promise<Map<string, string[]>> {
  const rows = await app.database.asOwner<{ personId: string; ids: string[] }>(
    `SELECT person_id AS "personId", array_agg(object_id::text ORDER BY cursor) AS ids FROM delivery
     WHERE person_id = ANY($1::uuid[]) GROUP BY person_id`,
    [faces.map(({ personId }) => personId)],
  );
  return new Map(rows.map(({ personId, ids }) => [personId, ids]));
}
