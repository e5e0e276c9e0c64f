import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { deliver } from '../../../src/platform/sockets/deliveries.js';
import type { TestApp } from '../app.js';
import type { Face } from '../crowd.js';
import { openPage } from '../open-page.js';
import { until } from '../until.js';

export interface Deaf {
  readonly app: TestApp;
  readonly clinicId: string;
  readonly patientId: string;
  readonly face: Face;
  readonly rounds: number;
  readonly random: () => number;
}

export interface DeafPlayed {
  readonly rounds: number;
  /** Connections that listened and were cut. */
  readonly cut: number;
  readonly lost: number;
  /** From the commit to the page, one a round. */
  readonly toPageMs: readonly number[];
}

/**
 * What F5 asks for, without Redis: nodes hear of news by a connection of PostgreSQL's, and it is cut again and again. Each
 * time something is told before it can be back: the page hears of it all the same, because the node looks by itself.
 */
export async function playDeaf({ app, clinicId, patientId, face, rounds, random }: Deaf): Promise<DeafPlayed> {
  const heardAt = new Map<string, number>();
  let follows = false;
  const page = openPage(() => app.url, face.cookie, {
    heard: () => undefined,
    changed: ({ id }) => void heardAt.set(id, performance.now()),
    anew: () => (follows = true),
  });
  const toPageMs: number[] = [];
  let cut = 0;
  try {
    await until('the page follows', () => follows);
    for (let n = 0; n < rounds; n++) {
      await sleep(random() * 1_000);
      const id = randomUUID();
      cut += await cutListeners(app);
      await app.surroundings.database.inClinic(clinicId, () =>
        deliver({ kind: 'alert', objectId: id, patientId, personIds: [face.personId] }),
      );
      const toldAt = performance.now();
      await until('it is heard', () => heardAt.has(id), 15_000).catch(() => undefined);
      if (heardAt.has(id)) toPageMs.push(Math.max(0, heardAt.get(id)! - toldAt));
    }
  } finally {
    page.close();
  }
  return { rounds, cut, lost: rounds - toPageMs.length, toPageMs };
}

async function cutListeners(app: TestApp): Promise<number> {
  const [row] = await app.database.asOwner<{ n: number }>(
    `SELECT count(pg_terminate_backend(pid))::int AS n FROM pg_stat_activity
     WHERE datname = current_database() AND application_name = 'stepwell_doorbell'`,
  );
  return row!.n;
}
