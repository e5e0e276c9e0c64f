import { Agent, request, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import compress from '@fastify/compress';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import Fastify, { type FastifyInstance } from 'fastify';
import { acceptLines, replyToLines } from './line-body.js';
import { INFLATING } from './inflating.js';
import { sendProblem } from './problem.filter.js';

const MB = 1024 * 1024;
let fastify: FastifyInstance;
const agent = new Agent({ keepAlive: true, maxSockets: 1 });
beforeAll(async () => {
  fastify = Fastify();
  acceptLines(fastify);
  fastify.setErrorHandler((error, asked, reply) => sendProblem(error, asked, reply));
  await fastify.register(compress, INFLATING);
  fastify.post('/lines', (asked, reply) =>
    reply.send(
      replyToLines(
        asked,
        reply,
        async () => null,
        async (_, lines) => lines.map(({ number, refused }) => `line ${number} ${refused ? 'refused' : 'taken'}`),
      ),
    ),
  );
  await fastify.listen({ port: 0, host: '127.0.0.1' });
});
afterAll(async () => {
  agent.destroy();
  await fastify.close();
});

/** On the connection of the request before, where that is still open. */
function send(body: Buffer): Promise<{ status: number | undefined; connection: string | undefined; text: string }> {
  const { port } = fastify.server.address() as AddressInfo;
  const headers = { 'content-type': 'application/x-ndjson', 'content-encoding': 'gzip' };
  return new Promise((resolve, reject) => {
    const asked = request({ port, agent, method: 'POST', path: '/lines', headers });
    asked.on('error', reject).on('response', (response: IncomingMessage) => {
      let text = '';
      response.on('data', (chunk) => (text += String(chunk))).on('error', reject);
      response.on('end', () => {
        resolve({ status: response.statusCode, connection: response.headers.connection, text });
      });
    });
    asked.end(body);
  });
}
/** As so many members of gzip one after another. */
function bomb(byte: number, megabytes: number): Buffer {
  const one = gzipSync(Buffer.alloc(16 * MB, byte), { level: 9 });
  return Buffer.concat(Array.from({ length: megabytes / 16 }, () => one));
}

describe('a compressed stream of lines', () => {
  it.each([
    ['one letter, not to its end', 0x61, 16],
    ['one letter, in more pieces than a connection hands over', 0x61, 1024],
    ['nothing but empty lines', 0x0a, 256],
  ])(
    'that grows out of nothing is answered 413, and the next request its answer: %s',
    async (_name, byte, megabytes) => {
      const { status, connection, text } = await send(bomb(byte, megabytes));
      expect([status, connection]).toEqual([413, 'close']);
      expect(JSON.parse(text)).toMatchObject({ code: 'TOO_LARGE', detail: expect.stringContaining('200 times') });
      expect(await send(gzipSync('{"a":1}\n'))).toMatchObject({ status: 200, text: 'line 1 taken\n' });
    },
    60_000,
  );

  it('that is no gzip is answered as what it is', async () => {
    const { status, text } = await send(Buffer.from('{"a":1}\n'));
    expect([status, text]).toEqual([400, expect.stringContaining('is not the gzip')]);
  });

  it('of ordinary readings is read to its end, however long', async () => {
    const lines = Array.from({ length: 100_000 }, (_, i) => `{"n":${i},"text":"${'x'.repeat(40)}"}\n`).join('');
    const { status, text } = await send(gzipSync(lines));
    expect([status, text.split('\n').length]).toEqual([200, 100_001]);
  }, 60_000);
});
