// Phones that push what their bands have measured, at a given rate, until told to stop. Args as JSON.
import http from 'node:http';

const READINGS_A_PUSH = 50;
const THREE_HOURS_MS = 3 * 3_600_000;
const { url, token, patients, perSecond } = JSON.parse(process.argv[2]);
const agent = new http.Agent({ keepAlive: true, maxSockets: 8 });
const pushEveryMs = (READINGS_A_PUSH * 1000) / perSecond;
const began = Date.now();
let pushed = 0;
let stored = 0;

/** The next fifty seconds of a patient's heart rate, of this morning: no two readings have the same key. */
function push(n) {
  const of = Math.floor(n / patients.length);
  const startMs = Math.floor(began / 1000) * 1000 - THREE_HOURS_MS + of * READINGS_A_PUSH * 1000;
  const column = {
    metric: 'heartRate',
    unit: '/min',
    start: new Date(startMs).toISOString(),
    everySeconds: 1,
    values: Array.from({ length: READINGS_A_PUSH }, (_, i) => 60 + ((n + i) % 20)),
  };
  const device = { maker: 'Bench', model: 'Band', kind: 'watch' };
  return JSON.stringify({ patient: patients[n % patients.length], device, columns: [column] });
}

function send(body) {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const out = http.request(`${url}/ingest/v1/observations`, { method: 'POST', agent, headers }, (answer) => {
    let text = '';
    answer.on('data', (chunk) => (text += chunk));
    answer.on('end', () => {
      if (answer.statusCode < 300) stored += READINGS_A_PUSH;
      else process.send({ refused: text.slice(0, 300) });
    });
  });
  out.on('error', () => undefined);
  out.end(body);
}

setInterval(() => {
  for (const due = (Date.now() - began) / pushEveryMs; pushed < due; pushed++) send(push(pushed));
}, 10);
process.on('message', () => process.send({ stored, seconds: (Date.now() - began) / 1000 }));
process.on('disconnect', () => process.exit(0));
