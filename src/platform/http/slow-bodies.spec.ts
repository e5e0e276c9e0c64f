import { once } from 'node:events';
import net, { type AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import Fastify, { type FastifyInstance } from 'fastify';
import { BODY_BYTES } from './body-limits.js';
import { acceptLines, replyToLines } from './line-body.js';
import { limitSlowBodies, SLOW_HEADERS } from './slow-bodies.js';

let fastify: FastifyInstance;
beforeAll(async () => {
  fastify = Fastify({ http: SLOW_HEADERS, requestTimeout: SLOW_HEADERS.requestTimeout });
  limitSlowBodies(fastify, { ordinaryMs: 300, silentMs: 1000 });
  acceptLines(fastify);
  fastify.post('/json', async () => ({ ok: true }));
  fastify.post('/batch', { bodyLimit: 4 * BODY_BYTES }, async () => ({ ok: true }));
  fastify.post('/lines', (request, reply) =>
    reply.send(
      replyToLines(
        request,
        reply,
        async () => null,
        async (_, lines) => lines.map(({ number }) => `line ${number}`),
      ),
    ),
  );
  await fastify.listen({ port: 0, host: '127.0.0.1' });
});
afterAll(() => fastify.close());

/** Sends head and parts with pauses between them, then waits for the end. @returns all that was answered */
async function send(head: string, parts: readonly string[], pauseMs: number): Promise<string> {
  const socket = net.connect((fastify.server.address() as AddressInfo).port, '127.0.0.1');
  let answered = '';
  socket.on('data', (chunk) => (answered += String(chunk))).on('error', () => undefined);
  const closed = once(socket, 'close');
  socket.write(`${head}\r\nHost: here\r\nConnection: close\r\n`);
  for (const part of parts) {
    if (socket.destroyed) break;
    socket.write(part);
    await sleep(pauseMs);
  }
  await closed;
  return answered;
}
const chunk = (text: string) => `${text.length.toString(16)}\r\n${text}\r\n`;
const LINES = 'Content-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n';

describe('a body', () => {
  it('of JSON that never ends is answered 408', async () => {
    const head = 'Content-Type: application/json\r\nContent-Length: 100\r\n\r\n';
    expect(await send('POST /json HTTP/1.1', [head, '{', ' ', ' ', ' '], 150)).toMatch(/^HTTP\/1\.1 408 /);
  });

  it('of JSON that comes in time is answered', async () => {
    const head = 'Content-Type: application/json\r\nContent-Length: 2\r\n\r\n';
    expect(await send('POST /json HTTP/1.1', [head, '{', '}'], 50)).toMatch(/^HTTP\/1\.1 200 /);
  });

  it('of a batch may take longer, as it may be longer, and not for ever', async () => {
    const head = 'Content-Type: application/json\r\nContent-Length: 5\r\n\r\n';
    expect(await send('POST /batch HTTP/1.1', [head, '{', ' ', ' ', ' ', '}'], 150)).toMatch(/^HTTP\/1\.1 200 /);
    expect(await send('POST /batch HTTP/1.1', [head, '{', ' ', ' ', ' '], 450)).toMatch(/^HTTP\/1\.1 408 /);
  });

  it('of lines may last, and is answered to its end', async () => {
    const lines = Array.from({ length: 8 }, (_, i) => chunk(`{"n":${i}}\n`));
    const answered = await send('POST /lines HTTP/1.1', [LINES, ...lines, '0\r\n\r\n'], 150);
    expect(answered).toMatch(/^HTTP\/1\.1 200 /);
    expect(answered.match(/line \d/g)).toHaveLength(8);
  });

  it('of lines whose sender falls silent is cut off', async () => {
    const answered = await send('POST /lines HTTP/1.1', [LINES, chunk('{"n":0}\n')], 0);
    expect(answered).toContain('line 1');
    expect(answered).not.toContain('0\r\n\r\n');
  });
});
