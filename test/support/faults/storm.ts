import { randomUUID } from 'node:crypto';
import type { AsOwner, Face } from '../crowd.js';
import { openPage, type OpenPage } from '../open-page.js';
import { until } from '../until.js';

export interface Storm {
  readonly asOwner: AsOwner;
  readonly faces: readonly Face[];
  readonly url: () => string;
  /** Tells everybody of each of these, in this order. */
  readonly tell: (ids: readonly string[]) => Promise<void>;
  /** Every page loses its line, and is let in again; how is the caller's. */
  readonly breakAll: (pages: readonly OpenPage[]) => Promise<void>;
}

export interface StormPlayed {
  readonly pages: number;
  /** Pages that did not hear everything, once and in order. */
  readonly unlikeTold: number;
  /** Deliveries that the server never came to know the page has. */
  readonly unanswered: number;
  /** Sessions begun and sign-ins tried meanwhile. */
  readonly signIns: number;
  /** From the moment the lines could come back until each page had all it lacked. */
  readonly backAfterMs: readonly number[];
}

const BEFORE = 1;
const MEANWHILE = 4;

/** F21: all pages lose their line at once, and come back at once, each with something lacking. */
export async function playStorm({ asOwner, faces, url, tell, breakAll }: Storm): Promise<StormPlayed> {
  const heard = new Map(faces.map(({ personId }) => [personId, [] as string[]]));
  const hadAllAt: number[] = [];
  let following = 0;
  const pages = faces.map(({ personId, cookie }) => {
    const mine = heard.get(personId)!;
    const changed = ({ id }: { id: string }) => {
      if (mine.push(id) === BEFORE + MEANWHILE) hadAllAt.push(performance.now());
    };
    return openPage(url, cookie, { heard: () => undefined, changed, anew: () => following++ });
  });
  try {
    await until('all pages follow', () => following === faces.length, 90_000);
    const ids = Array.from({ length: BEFORE + MEANWHILE }, () => randomUUID());
    const hasHeard = (n: number) => [...heard.values()].every((one) => one.length >= n);
    await tell(ids.slice(0, BEFORE));
    await until('all have heard', () => hasHeard(BEFORE));
    const before = await countSignIns(asOwner);
    // Told while they are away, so that each has to catch up.
    const away = breakAll(pages).then(() => performance.now());
    await tell(ids.slice(BEFORE));
    const openAt = await away;
    await until('all have heard all', () => hasHeard(ids.length), 60_000).catch(() => undefined);
    const personIds = faces.map(({ personId }) => personId);
    const unanswered = async () => {
      const [row] = await asOwner<{ n: number }>(
        'SELECT count(*)::int AS n FROM delivery WHERE person_id = ANY($1::uuid[]) AND acked_at IS NULL',
        [personIds],
      );
      return row!.n;
    };
    await until('all is acknowledged', async () => (await unanswered()) === 0).catch(() => undefined);
    return {
      pages: faces.length,
      unlikeTold: [...heard.values()].filter((one) => one.join() !== ids.join()).length,
      unanswered: await unanswered(),
      signIns: (await countSignIns(asOwner)) - before,
      backAfterMs: hadAllAt.map((at) => Math.max(0, at - openAt)),
    };
  } finally {
    for (const page of pages) page.close();
  }
}

async function countSignIns(asOwner: AsOwner): Promise<number> {
  const [row] = await asOwner<{ n: number }>(
    `SELECT ((SELECT count(*) FROM auth."session") + (SELECT count(*) FROM auth.sign_in_attempt))::int AS n`,
  );
  return row!.n;
}
