import { afterEach, expect, it, jest } from '@jest/globals';
import { createQueryClient } from '../app/query-client.js';
import type { Upload } from './types.js';
import { newUpload } from './upload-state.js';
import { patientNamesQuery, patientsQuery, uploadsQuery } from './queries.js';

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

it.each<[string, Upload['state'][], number]>([
  ['a minute, for one that somebody else brings in', [], 60_000],
  ['a minute, when all are read', ['done', 'taken-back', 'failed'], 60_000],
  ['two seconds, while one is read', ['reading', 'done'], 2_000],
])('looks for files every %s', (_name, states, ms) => {
  const { refetchInterval } = uploadsQuery('p');
  const uploads = states.map((state) => ({ ...newUpload('u', '2026-11-20T09:00:00.000Z'), state }));
  const query = { state: { data: { uploads } } } as Parameters<
    Extract<typeof refetchInterval, (...of: never[]) => unknown>
  >[0];
  expect(typeof refetchInterval === 'function' && refetchInterval(query)).toBe(ms);
});
