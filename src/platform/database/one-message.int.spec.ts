import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { freshDatabase, type TestDatabase } from '../../../test/support/database.js';
import { Pipelined } from './pipelined.js';

let database: TestDatabase;
let pipelined: Pipelined;
beforeAll(async () => {
  database = await freshDatabase();
  await database.asOwner('CREATE TABLE leaf (text text PRIMARY KEY, tx xid DEFAULT pg_current_xact_id()::xid)');
  pipelined = new Pipelined(database.ownerUrl, 1);
}, 60_000);
afterAll(async () => {
  await pipelined?.close();
  await database?.drop();
});

const INSERT = { name: 'leaf', text: 'INSERT INTO leaf (text) VALUES ($1)' };
const SETTING = { name: 'set', text: `SELECT set_config('app.clinic', $1, true) AS clinic` };
const SEEN = {
  name: 'seen',
  text: `SELECT current_setting('app.clinic', true) AS clinic, n FROM generate_series(1, 2) n`,
};
const leaf = (text: string) => ({ statement: INSERT, values: [text] });
const leaves = (like: string) => database.asOwner('SELECT DISTINCT tx FROM leaf WHERE text LIKE $1', [like]);

describe('statements in one message', () => {
  it('get an answer each, and what one sets for the transaction holds for those behind it and no longer', async () => {
    const [set, seen, inserted] = await pipelined.together([
      { statement: SETTING, values: ['c1'] },
      { statement: SEEN, values: [] },
      leaf('plain'),
    ]);
    expect(set!.rows).toEqual([{ clinic: 'c1' }]);
    expect(seen).toEqual({
      rows: [
        { clinic: 'c1', n: 1 },
        { clinic: 'c1', n: 2 },
      ],
      count: 2,
    });
    expect(inserted!.count).toBe(1);
    const [after] = await pipelined.together([{ statement: SEEN, values: [] }]);
    expect(after!.rows[0]).toEqual({ clinic: '', n: 1 });
  });

  it('are one transaction', async () => {
    await pipelined.together([leaf('both 1'), leaf('both 2')]);
    expect(await leaves('both %')).toHaveLength(1);
  });

  it.each([
    ['the last', ['half 1', 'half 2', 'half 1']],
    ['the first', ['both 1', 'half 3', 'half 4']],
  ])('are none when %s fails, and the next message finds everything in order', async (_, texts) => {
    await expect(pipelined.together(texts.map(leaf))).rejects.toMatchObject({ code: '23505' });
    expect(await leaves('half %')).toEqual([]);
    await pipelined.together([{ statement: SEEN, values: [] }, leaf(`after ${texts[0]}`)]);
    expect(await leaves(`after ${texts[0]}`)).toHaveLength(1);
  });

  it('are none when one cannot even be planned, on a connection that has planned others before it', async () => {
    const wrong = { statement: { name: 'wrong', text: 'SELECT * FROM nowhere' }, values: [] };
    const late = { name: 'late', text: 'SELECT 7 AS late' };
    await expect(pipelined.together([leaf('lost'), wrong, { statement: late, values: [] }])).rejects.toMatchObject({
      code: '42P01',
    });
    expect(await leaves('lost')).toEqual([]);
    const [found] = await pipelined.together([{ statement: late, values: [] }]);
    expect(found!.rows).toEqual([{ late: 7 }]);
  });

  it('get the same answers again, where nobody describes them any more', async () => {
    const among = (n: number) => ({
      statement: { name: 'among', text: 'SELECT n FROM generate_series(1, 3) n WHERE n > $1' },
      values: [n],
    });
    const seen = { statement: SEEN, values: [] };
    const ask = async (round: number) => {
      const answers = await pipelined.together([leaf(`again ${round}`), seen, among(3), among(1), seen, among(9)]);
      return answers.map(({ rows, count }) => ({ rows, count }));
    };
    const first = await ask(1);
    expect(first.map(({ count }) => count)).toEqual([1, 2, 0, 2, 2, 0]);
    expect(first[3]!.rows).toEqual([{ n: 2 }, { n: 3 }]);
    for (const round of [2, 3]) expect(await ask(round)).toEqual(first);
    // One that fails behind them leaves nothing behind in which the next would read.
    await expect(pipelined.together([seen, leaf('again 1'), among(1)])).rejects.toMatchObject({ code: '23505' });
    expect(await ask(4)).toEqual(first);
  });

  it('fail once where a migration has changed what one answers with, and then answer with that', async () => {
    await database.asOwner('CREATE TABLE grown (a int DEFAULT 1)');
    await database.asOwner('INSERT INTO grown DEFAULT VALUES');
    const all = { statement: { name: 'grown', text: 'SELECT * FROM grown' }, values: [] };
    for (let i = 0; i < 2; i++) expect((await pipelined.together([all]))[0]!.rows).toEqual([{ a: 1 }]);
    await database.asOwner('ALTER TABLE grown ADD b int DEFAULT 2');
    await expect(pipelined.together([leaf('not kept'), all])).rejects.toMatchObject({ code: '0A000' });
    expect((await pipelined.together([all]))[0]!.rows).toEqual([{ a: 1, b: 2 }]);
    expect(await leaves('not kept')).toEqual([]);
  });

  it('share their prepared statements with transactions on the same connection', async () => {
    await pipelined.transaction((tx) => tx.send(INSERT, ['in a transaction']));
    await pipelined.together([leaf('in a message')]);
    expect(await leaves('in a %')).toHaveLength(2);
  });

  it('stay prepared when a transaction fails with the same statement later', async () => {
    await pipelined.together([leaf('first')]);
    await expect(pipelined.transaction((tx) => tx.send(INSERT, ['first']))).rejects.toMatchObject({ code: '23505' });
    await pipelined.transaction((tx) => tx.send(INSERT, ['second']));
    await pipelined.together([leaf('third')]);
    expect(await database.asOwner(`SELECT text FROM leaf WHERE text IN ('second', 'third')`)).toHaveLength(2);
  });

  it('give up a connection that was ended: the next message finds another', async () => {
    const end = { statement: { name: 'end', text: 'SELECT pg_terminate_backend(pg_backend_pid())' }, values: [] };
    await pipelined.together([leaf('warm')]);
    await expect(pipelined.together([end])).rejects.toThrow();
    await expect(pipelined.together([end])).rejects.toThrow();
    await pipelined.together([leaf('well again')]);
    expect(await leaves('well again')).toHaveLength(1);
  });
});
