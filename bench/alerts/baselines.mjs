import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createServer } from 'node:http';
import pg from 'pg';
import { Server } from 'socket.io';
import { percentiles } from '../ingest.mjs';

const ROUNDS = 30;
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** One message to so many bare Socket.IO clients: from the emit to the last of them, in milliseconds. */
export async function bareFanOut(count) {
  const http = createServer().listen(0, '127.0.0.1');
  await once(http, 'listening');
  const server = new Server(http, { transports: ['websocket'], serveClient: false });
  const url = `http://127.0.0.1:${http.address().port}`;
  const clients = fork(join(import.meta.dirname, 'bare-clients.mjs'), [JSON.stringify({ url, count })]);
  await once(clients, 'message');
  const each = [];
  const last = [];
  for (let n = 0; n < ROUNDS; n++) {
    const sent = Date.now();
    server.emit('bell', { cursor: n, kind: 'alert', id: crypto.randomUUID(), at: new Date().toISOString() });
    const [{ at }] = await once(clients, 'message');
    each.push(...at.map((ms) => ms - sent));
    last.push(Math.max(...at) - sent);
    await pause(50);
  }
  clients.disconnect();
  await server.close();
  return { each: percentiles(each), last: percentiles(last) };
}

/** From NOTIFY to the listener that hears it, in milliseconds. */
export async function notifyTimes(url) {
  const [speaker, listener] = [new pg.Client(url), new pg.Client(url)];
  await Promise.all([speaker.connect(), listener.connect()]);
  await listener.query('LISTEN bench_bell');
  const times = [];
  for (let n = 0; n < 200; n++) {
    const heard = once(listener, 'notification');
    const sent = performance.now();
    await speaker.query("SELECT pg_notify('bench_bell', 'x')");
    await heard;
    times.push(performance.now() - sent);
  }
  await Promise.all([speaker.end(), listener.end()]);
  return percentiles(times);
}
