import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { freshDatabase, type TestDatabase } from '../../../test/support/database.js';
import { GroupCommit, JobsAtFault } from './group-commit.js';
import { Pipelined } from './pipelined.js';

let database: TestDatabase;
let pipelined: Pipelined;
beforeAll(async () => {
  database = await freshDatabase();
  await database.asOwner('CREATE TABLE note (text text PRIMARY KEY, tx xid DEFAULT pg_current_xact_id()::xid)');
  pipelined = new Pipelined(database.ownerUrl, 4);
}, 60_000);
afterAll(async () => {
  await pipelined?.close();
  await database?.drop();
});

const INSERT = { name: 'note', text: 'INSERT INTO note (text) VALUES ($1) RETURNING text' };
/** @param seen - how many jobs each transaction took */
const notes = (seen: number[] = [], mostWaiting = 1000) =>
  new GroupCommit<string, string>({
    run: (jobs) =>
      pipelined.transaction(async (tx) => {
        seen.push(jobs.length);
        const answers = await Promise.all(jobs.map((job) => tx.send<{ text: string }>(INSERT, [job])));
        return answers.map(({ rows }) => rows[0]!.text);
      }),
    weigh: () => 1,
    mostAtOnce: 50,
    mostWaiting,
  });
const stored = async (like: string): Promise<string[]> =>
  (await database.asOwner<{ text: string }>('SELECT text FROM note WHERE text LIKE $1 ORDER BY 1', [like])).map(
    (r) => r.text,
  );

describe('jobs that come together', () => {
  it('share commits, and each gets its own answer', async () => {
    const seen: number[] = [];
    const group = notes(seen);
    const texts = Array.from({ length: 120 }, (_, i) => `many ${String(i).padStart(3, '0')}`);
    expect(await Promise.all(texts.map((text) => group.submit(text)))).toEqual(texts);
    expect(await stored('many %')).toEqual(texts);
    expect(seen.length).toBeLessThan(10);
    expect(Math.max(...seen)).toBeLessThanOrEqual(50);
  });

  it('do not fall with the one at fault: 63 stored, 1 named', async () => {
    const group = notes();
    const texts = Array.from({ length: 64 }, (_, i) =>
      i === 41 ? 'poison \u0000' : `near ${String(i).padStart(3, '0')}`,
    );
    const results = await Promise.allSettled(texts.map((text) => group.submit(text)));
    expect(results.flatMap((r, i) => (r.status === 'rejected' ? [i] : []))).toEqual([41]);
    expect(await stored('near %')).toEqual(texts.filter((text) => text.startsWith('near')));
    expect((results[41] as PromiseRejectedResult).reason).toMatchObject({ code: '22021' });
  });

  it('do not wait for those that the work itself finds at fault: two named, the rest stored in the next commit', async () => {
    const seen: number[] = [];
    const group = new GroupCommit<string, string>({
      run: (jobs) =>
        pipelined.transaction(async (tx) => {
          seen.push(jobs.length);
          await Promise.all(jobs.map((job) => tx.send(INSERT, [job])));
          const wrong = jobs.filter((job) => job.startsWith('wrong'));
          if (wrong.length > 0) throw new JobsAtFault(new Set(wrong));
          return jobs;
        }),
      weigh: () => 1,
      mostAtOnce: 50,
      mostWaiting: 50,
    });
    const texts = Array.from({ length: 32 }, (_, i) => `${i === 7 || i === 20 ? 'wrong' : 'right'} ${i}`);
    const results = await Promise.allSettled(texts.map((text) => group.submit(text)));
    expect(results.flatMap((r, i) => (r.status === 'rejected' ? [i] : []))).toEqual([7, 20]);
    expect(seen).toEqual([32, 30]);
    expect(await stored('right %')).toHaveLength(30);
    expect(await stored('wrong %')).toEqual([]);
  });

  it('are refused beyond what may wait, and taken again afterwards', async () => {
    const group = notes([], 10);
    const results = await Promise.allSettled(Array.from({ length: 30 }, (_, i) => group.submit(`full ${i}`)));
    const refused = results.filter((r) => r.status === 'rejected');
    expect(refused.length).toBeGreaterThan(0);
    expect(refused.every((r) => r.reason.status === 503)).toBe(true);
    expect(await stored('full %')).toHaveLength(30 - refused.length);
    expect(await group.submit('full after')).toBe('full after');
  });
});

describe('jobs that lock each other out', () => {
  it('are both carried out: the one that PostgreSQL ends is tried again', async () => {
    await database.asOwner(`INSERT INTO note (text) VALUES ('fork'), ('knife')`);
    const LOCK = { name: 'lock', text: 'SELECT text FROM note WHERE text = $1 FOR UPDATE' };
    let tries = 0;
    const bothHold = Promise.withResolvers<void>();
    const hungry = () =>
      new GroupCommit<string[], string>({
        run: (jobs) =>
          pipelined.transaction(async (tx) => {
            const [first, second] = jobs[0]!;
            await tx.send(LOCK, [first]);
            if (++tries === 2) bothHold.resolve();
            await bothHold.promise;
            await tx.send(LOCK, [second]);
            return [first!];
          }),
        weigh: () => 1,
        mostAtOnce: 1,
        mostWaiting: 10,
      });
    const fed = await Promise.all([hungry().submit(['fork', 'knife']), hungry().submit(['knife', 'fork'])]);
    expect(fed).toEqual(['fork', 'knife']);
    expect(tries).toBe(3);
  });
});

/** A line to the database that can go silent: connections that are open stay open, and nothing passes any more. */
async function lineToDatabase() {
  const target = new URL(database.ownerUrl);
  const ends = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(Number(target.port), target.hostname);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      ends.add(from);
      from.on('error', () => to.destroy()).on('close', () => to.destroy());
      from.pipe(to);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = new URL(target);
  url.searchParams.delete('host');
  url.hostname = '127.0.0.1';
  url.port = String((server.address() as AddressInfo).port);
  return {
    url: url.href,
    goSilent: () => ends.forEach((end) => end.unpipe().pause()),
    close: () => {
      ends.forEach((end) => end.destroy());
      return new Promise((resolve) => server.close(resolve));
    },
  };
}

describe('a connection that has gone silent', () => {
  it('fails those who wait, once and not in halves, and the next job finds another connection', async () => {
    const line = await lineToDatabase();
    const distant = new Pipelined(line.url, 1, 500);
    try {
      const seen: number[] = [];
      const group = new GroupCommit<string, string>({
        run: (jobs) =>
          distant.transaction(async (tx) => {
            seen.push(jobs.length);
            await tx.send({ name: 'one', text: 'SELECT 1' }, []);
            if (jobs.length === 3) line.goSilent();
            await tx.send({ name: 'all', text: 'INSERT INTO note (text) SELECT unnest($1::text[])' }, [jobs]);
            return jobs;
          }),
        weigh: () => 1,
        mostAtOnce: 50,
        mostWaiting: 50,
      });
      const lost = await Promise.allSettled(['silent 1', 'silent 2', 'silent 3'].map((text) => group.submit(text)));
      expect(lost.map((r) => r.status === 'rejected' && r.reason.message)).toEqual(Array(3).fill('Query read timeout'));
      expect(await group.submit('heard again')).toBe('heard again');
      expect(seen).toEqual([3, 1]);
      expect(await stored('silent %')).toEqual([]);
    } finally {
      await distant.close();
      await line.close();
    }
  }, 60_000);
});

describe('a pipelined transaction', () => {
  it('that failed on the way is no success, although COMMIT answers without an error', async () => {
    const forgiven = pipelined.transaction(async (tx) => {
      await tx.send(INSERT, ['lost']);
      await tx.send(INSERT, ['lost']).catch(() => undefined);
    });
    await expect(forgiven).rejects.toMatchObject({ code: '23505' });
    expect(await stored('lost')).toEqual([]);
  });

  it('gives its hints once it has committed, and never when it has not', async () => {
    const hints: string[] = [];
    const run = (hint: string) =>
      pipelined.transaction(async (tx) => {
        tx.afterCommit(() => hints.push(hint));
        await tx.send(INSERT, ['hinted']);
        expect(hints).not.toContain(hint);
      });
    await run('first');
    await expect(run('second')).rejects.toMatchObject({ code: '23505' });
    expect(hints).toEqual(['first']);
  });

  it('leaves nothing behind on its connection', async () => {
    for (let i = 0; i < 8; i++)
      await pipelined.transaction(() => Promise.reject(new Error('changed my mind'))).catch(() => undefined);
    await pipelined.transaction(async (tx) => void (await tx.send(INSERT, ['kept'])));
    expect(await stored('kept')).toEqual(['kept']);
  });

  it('ends with an error when its connection is cut, and the next one finds another', async () => {
    const cut = pipelined.transaction(async (tx) => {
      const { rows } = await tx.send<{ pid: number }>({ name: 'pid', text: 'SELECT pg_backend_pid() AS pid' }, []);
      await database.asOwner('SELECT pg_terminate_backend($1)', [rows[0]!.pid]);
      await tx.send(INSERT, ['cut']);
    });
    await expect(cut).rejects.toThrow();
    await pipelined.transaction(async (tx) => void (await tx.send(INSERT, ['healed'])));
    expect(await stored('cut')).toEqual([]);
    expect(await stored('healed')).toEqual(['healed']);
  });
});
