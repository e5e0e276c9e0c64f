// Sends one kind of work from a process of its own, so that it does not wait behind the server. Args as JSON; prints one JSON line.
import http from 'node:http';
import { once } from 'node:events';
import { observation, reading } from './load-data.mjs';

const {
  url,
  token,
  cookie,
  path,
  patients,
  work,
  from,
  count,
  warm = 0,
  size = 1,
  concurrency,
  conditional = false,
} = JSON.parse(process.argv[2]);
const agent = new http.Agent({ keepAlive: true, maxSockets: concurrency });
const authorization = `Bearer ${token}`;
const whoAsks = cookie ? { cookie } : { authorization };

function request(method, path, body, headers = {}) {
  return new Promise((resolve, reject) => {
    const out = http.request(url + path, { method, agent, headers: { ...whoAsks, ...headers } }, async (answer) => {
      const chunks = [];
      for await (const chunk of answer) chunks.push(chunk);
      resolve({ status: answer.statusCode, text: Buffer.concat(chunks).toString() });
    });
    out.on('error', reject);
    out.end(body);
  });
}

const FHIR = { 'content-type': 'application/fhir+json' };
const condition = (n) => `identifier=urn:bench|o${n}`;
const WORKS = {
  async single(n) {
    const headers = conditional ? { ...FHIR, 'if-none-exist': condition(n) } : FHIR;
    const { status } = await request('POST', '/fhir/Observation', JSON.stringify(observation(n, patients)), headers);
    return status === 201 || (conditional && status === 200) ? 1 : 0;
  },
  async bundle(n) {
    const entry = Array.from({ length: size }, (_, i) => ({
      resource: observation(n + i, patients),
      request: { method: 'POST', url: 'Observation', ...(conditional ? { ifNoneExist: condition(n + i) } : {}) },
    }));
    const body = JSON.stringify({ resourceType: 'Bundle', type: 'transaction', entry });
    const { text } = await request('POST', '/fhir', body, FHIR);
    return JSON.parse(text).entry?.filter(({ response }) => /^20[01]/.test(response.status)).length ?? 0;
  },
  async search(n) {
    const patient = patients[(n * 7919) % patients.length];
    const code = n % 2 ? '8867-4' : '55423-8';
    const query = `patient=${patient}&code=http://loinc.org|${code}&date=ge2016-01-02&_sort=-date&_count=100`;
    const { status, text } = await request('GET', `/fhir/Observation?${query}`);
    if (status === 200) JSON.parse(text);
    return status === 200 ? 1 : 0;
  },
  async page(n) {
    const { status } = await request('GET', path.replace('{id}', patients[n % patients.length]));
    return status === 200 ? 1 : 0;
  },
};

const STREAMS = {
  stream: { path: '/ingest/v1/observations', line: reading },
  import: { path: '/fhir/$import', line: observation },
};

async function stream({ path, line }) {
  const chunks = [];
  for (let n = from; n < from + count; n += 200) {
    const lines = Array.from({ length: Math.min(200, from + count - n) }, (_, i) => line(n + i, patients));
    chunks.push(lines.map((one) => `${JSON.stringify(one)}\n`).join(''));
  }
  const started = performance.now();
  const out = http.request(url + path, {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/x-ndjson' },
  });
  const answered = once(out, 'response').then(async ([answer]) => {
    let text = '';
    let good = 0;
    for await (const chunk of answer) {
      const lines = (text + chunk).split('\n');
      text = lines.pop();
      for (const line of lines) if (line.includes('"status":20')) good++;
    }
    return good;
  });
  for (const chunk of chunks) if (!out.write(chunk)) await once(out, 'drain');
  out.end();
  const done = await answered;
  return { done, seconds: (performance.now() - started) / 1000, times: [] };
}

async function drive(from, count) {
  const step = work === 'bundle' ? size : 1;
  const times = [];
  let next = from;
  let done = 0;
  const started = performance.now();
  await Promise.all(
    Array.from({ length: concurrency }, async () => {
      while (next < from + count) {
        const n = next;
        next += step;
        const at = performance.now();
        const good = await WORKS[work](n);
        done += good;
        times.push(performance.now() - at);
      }
    }),
  );
  return { done, seconds: (performance.now() - started) / 1000, times };
}

// What is still being compiled here would be taken for the server's time.
if (warm > 0) await drive(from, warm);
const { done, seconds, times } = STREAMS[work] ? await stream(STREAMS[work]) : await drive(from + warm, count);
times.sort((a, b) => a - b);
const at = (share) => Number((times[Math.floor(times.length * share)] ?? 0).toFixed(1));
const cpu = process.cpuUsage();
console.log(
  JSON.stringify({
    rate: Math.round(done / seconds),
    p50: at(0.5),
    p99: at(0.99),
    missing: count - done,
    generatorMs: Math.round((cpu.user + cpu.system) / 1000),
  }),
);
process.exit(0);
