import { afterEach, expect, it, jest } from '@jest/globals';
import { createQueryClient } from '../app/query-client.js';
import { patientNamesQuery, patientsQuery } from './queries.js';

afterEach(() => jest.restoreAllMocks());

it('asks for no longer name than the server takes: it would be refused again and again', async () => {
  const asked: string[] = [];
  jest.spyOn(globalThis, 'fetch').mockImplementation((path) => {
    asked.push(String(path as string));
    return Promise.resolve(new Response('{"items":[],"next":null}'));
  });
  const client = createQueryClient();
  await client.fetchQuery(patientsQuery('x'.repeat(5000)));
  await client.fetchQuery(patientNamesQuery('x'.repeat(5000)));
  expect(asked.map((path) => path.split('query=')[1])).toEqual(['x'.repeat(100), 'x'.repeat(100)]);
  client.clear();
});
