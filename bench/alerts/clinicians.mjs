// Many open worklists in one process: the page's own code keeps the cursor, answers and asks again; only painting is left out. Args as JSON.
import http from 'node:http';
import { io } from 'socket.io-client';
import '../../scripts/typescript.mjs';

const { afterResume, FROM_NOW, take } = await import('../../web/src/live/cursor.ts');
const { Acknowledger } = await import('../../web/src/live/acknowledge.ts');

const { url, cookies, reads } = JSON.parse(process.argv[2]);
const AT_ONCE = 16;
const agent = new http.Agent({ keepAlive: true, maxSockets: 2000 });
/** When each page heard of an alert, and when it had read its list again. */
let heard = [];
let read = [];
let failed = 0;

function request(method, path, cookie) {
  return new Promise((resolve, reject) => {
    const headers = { cookie, origin: url, 'content-type': 'application/json' };
    const out = http.request(url + path, { method, agent, headers }, async (answer) => {
      const chunks = [];
      for await (const chunk of answer) chunks.push(chunk);
      resolve({ status: answer.statusCode, text: Buffer.concat(chunks).toString() });
    });
    out.on('error', reject);
    out.end(method === 'POST' ? '{}' : undefined);
  });
}

async function open(cookie, page) {
  const { text } = await request('POST', '/api/v1/socket-ticket', cookie);
  const socket = io(`${url}/live`, {
    auth: { ticket: JSON.parse(text).ticket },
    transports: ['websocket'],
    forceNew: true,
    reconnection: false,
  });
  const acknowledger = new Acknowledger((cursor) => socket.emit('ack', { cursor }));
  let state = FROM_NOW;
  let asking = false;
  let again = false;
  const askAgain = async () => {
    again = true;
    if (asking) return;
    asking = true;
    while (again) {
      again = false;
      const { status } = await request('GET', '/api/v1/alerts?state=open&whose=team', cookie).catch(() => ({}));
      if (status === 200) read.push(Date.now());
      else failed++;
    }
    asking = false;
  };
  socket.on('delivery', (delivery) => {
    const taken = take(state, delivery);
    state = taken.state;
    acknowledger.has(delivery.cursor);
    if (!taken.fresh || delivery.kind !== 'alert') return;
    heard.push({ id: delivery.id, page, at: Date.now() });
    if (reads) void askAgain();
  });
  await new Promise((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('connect_error', reject);
  });
  state = afterResume(state, await socket.timeout(60_000).emitWithAck('resume', { cursor: null }));
  setInterval(() => socket.emit('resume', { cursor: state.cursor }, () => undefined), 25_000);
}

const left = [...cookies];
await Promise.all(
  Array.from({ length: AT_ONCE }, async () => {
    for (let cookie = left.pop(); cookie; cookie = left.pop()) await open(cookie, left.length);
  }),
);
process.send({ open: cookies.length });
process.on('message', () => {
  process.send({ heard, read, failed });
  heard = [];
  read = [];
  failed = 0;
});
process.on('disconnect', () => process.exit(0));
