import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestApp, type TestApp } from '../../../../test/support/app.js';
import { type CareCircle, gatherCareCircle } from '../../../../test/support/care.js';
import { createClinic, type Person } from '../../../../test/support/people.js';

let app: TestApp;
let circle: CareCircle;
beforeAll(async () => {
  app = await createTestApp();
  circle = await gatherCareCircle(app, await createClinic(app, 'views'), 'Viewed');
}, 60_000);
afterAll(() => app?.close());

const view = { name: 'My urgent ones', filters: { whose: 'mine', tier: 'now' } };
const put = (by: Person, id: string, body: object) => by.agent.put(`/api/v1/saved-views/${id}`).send(body);
const listOf = async (by: Person) => (await by.agent.get('/api/v1/saved-views').expect(200)).body.items;

describe('saved views', () => {
  it('are kept in the order they were made, and a retry adds nothing', async () => {
    const [first, second] = [randomUUID(), randomUUID()];
    for (const id of [first, second, first]) await put(circle.treating, id, view).expect(200);
    await put(circle.treating, first, { ...view, name: 'Renamed' }).expect(200);
    expect(await listOf(circle.treating)).toEqual([
      { id: first, name: 'Renamed', filters: { ...view.filters, snoozed: 'without' } },
      { id: second, name: view.name, filters: { ...view.filters, snoozed: 'without' } },
    ]);
  });
  it('are each person’s own: the same id is another view, and nobody removes a colleague’s', async () => {
    const [mine] = await listOf(circle.treating);
    await circle.colleague.agent.delete(`/api/v1/saved-views/${mine.id}`).expect(404);
    await put(circle.colleague, mine.id, { ...view, name: 'Of the colleague' }).expect(200);
    expect((await listOf(circle.treating))[0].name).toBe('Renamed');
    await circle.colleague.agent.delete(`/api/v1/saved-views/${mine.id}`).expect(204);
    expect(await listOf(circle.treating)).toHaveLength(2);
  });
  it.each([
    ['a search for a name', { ...view, filters: { ...view.filters, q: 'Viewed' } }],
    ['a kind there is not', { ...view, filters: { kind: 'gossip' } }],
    ['no name', { ...view, name: ' ' }],
  ])('refuse %s', async (_name, body) => {
    await put(circle.treating, randomUUID(), body).expect(422);
  });
  it('are at most thirty', async () => {
    for (let i = 0; i < 30; i++) await put(circle.coordinator, randomUUID(), view).expect(200);
    const { body } = await put(circle.coordinator, randomUUID(), view).expect(409);
    expect(body.code).toBe('TOO_MANY_VIEWS');
    const [one] = await listOf(circle.coordinator);
    await put(circle.coordinator, one.id, { ...view, name: 'Still mine to rename' }).expect(200);
  });
});
