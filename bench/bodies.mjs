// npm run bench -- bodies: how long the worst JSON that a body's limits allow holds everybody else, and what it leaves in memory
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { BATCH_BYTES, BODY_BYTES } from '../dist/src/platform/http/body-limits.js';
import { BATCH_JSON_LIMITS, JSON_LIMITS, parseBatch, parseJson } from '../dist/src/platform/json/parse-json.js';
import { readPayload } from '../dist/src/modules/ingest/read-payload.js';
import { record } from './results.mjs';

setFlagsFromString('--expose-gc');
const gc = runInNewContext('gc');
const ROUNDS = 3;

const times = (n, make) => Array.from({ length: n }, (_, i) => make(i)).join(',');
/** Made as long as a body may be by blanks, which are read, too. */
const list = (inner) => (bytes) => `[${inner}]`.padEnd(bytes);
/** How many there may be, and how long each may be for all of them to fit. */
const shapes = {
  'numbers that must be kept as written': (bytes, values) => list(times(values - 1, () => '1.50'))(bytes),
  'numbers as long as there is room': (bytes, values) =>
    list(times(values - 1, () => `1.${'7'.repeat(Math.floor(bytes / values) - 4)}`))(bytes),
  'objects of a shape of their own, with such a number': (bytes, values) =>
    list(times((values - 1) / 2, (i) => `{"k${i}":1.50}`))(bytes),
  'one object of as many keys': (bytes, values) => `{${times(values - 1, (i) => `"k${i}":1`)}}`.padEnd(bytes),
  'keys without values, which is no JSON': (bytes) =>
    `{${times(Math.floor(bytes / 10), (i) => `"k${i}"`)}`.slice(0, bytes),
  'lists 32 deep': (bytes, values) =>
    list(times(Math.floor(values / 31) - 1, () => '['.repeat(31) + ']'.repeat(31)))(bytes),
  'one text of escapes': (bytes) => `"${String.raw`\u00e9`.repeat(Math.floor(bytes / 6) - 1)}"`,
};
const ONE_ZONE = [{ sinceMs: Number.NEGATIVE_INFINITY, zone: 'Europe/Berlin' }];
const answers = {
  'fitbit, a day by the second': (_bytes, values) => [
    'fitbit',
    {
      'activities-heart': [{ dateTime: '2026-02-01', value: {} }],
      'activities-heart-intraday': {
        datasetType: 'second',
        datasetInterval: 1,
        dataset: Array.from({ length: Math.min(86_400, Math.floor(values / 3) - 10) }, (_, i) => ({
          time: new Date(i * 1000).toISOString().slice(11, 19),
          value: 60,
        })),
      },
    },
  ],
  'fitbit, entries that are all wrong': (_bytes, values) => [
    'fitbit',
    { 'activities-steps': Array(values - 2).fill(1) },
  ],
  'google-health, 10,000 points': (_bytes, values) => [
    'google-health',
    { dataPoints: points(Math.min(10_000, Math.floor(values / 9))) },
  ],
  'google-health, as many points as fit': (bytes, values) => [
    'google-health',
    { dataPoints: points(Math.floor(Math.min(bytes / 110, values / 6)), true) },
  ],
};
function points(n, bare) {
  const at = (m) => new Date(Date.UTC(2026, 0, 1, 0, m)).toISOString();
  return Array.from({ length: n }, (_, i) => ({
    ...(bare ? {} : { dataSource: { device: { displayName: 'Charge 6' } } }),
    steps: { interval: { startTime: at(i), endTime: at(i + 1) }, count: '84' },
  }));
}

function hold(work) {
  const held = [];
  let kept = 0;
  for (let i = 0; i < ROUNDS; i++) {
    gc();
    const before = process.memoryUsage();
    const from = process.cpuUsage();
    let result;
    try {
      result = work();
    } catch (error) {
      result = error;
    }
    held.push(process.cpuUsage(from).user / 1000);
    const after = process.memoryUsage();
    kept = Math.max(kept, after.heapUsed + after.external - before.heapUsed - before.external);
    globalThis.kept = result;
  }
  globalThis.kept = undefined;
  return { ms: held.sort((a, b) => a - b)[Math.floor(ROUNDS / 2)], mb: kept / 2 ** 20 };
}

const sizes = [
  [BODY_BYTES, JSON_LIMITS, parseJson],
  [BATCH_BYTES, { maxNodes: Number(process.env.VALUES ?? BATCH_JSON_LIMITS.maxNodes) }, parseBatch],
];
const rows = [];
for (const [what, make] of Object.entries(shapes)) {
  const [small, large] = sizes.map(([bytes, limits, parse]) => {
    const body = Buffer.from(make(bytes, limits.maxNodes));
    if (body.length > bytes) throw new Error(`${what}: ${body.length} bytes`);
    return hold(() => parse(body));
  });
  rows.push([
    `JSON: ${what}`,
    `${small.ms.toFixed(0)} ms of 2 MB`,
    `${large.ms.toFixed(0)} ms of 8 MB`,
    `${small.mb.toFixed(0)} MB, ${large.mb.toFixed(0)} MB`,
  ]);
}
for (const [what, make] of Object.entries(answers)) {
  const [small, large] = sizes.map(([bytes, { maxNodes }]) => {
    const [vendor, payload] = make(bytes, maxNodes);
    return hold(() =>
      readPayload(vendor, payload, {
        patientId: '0b0e5a54-0a4c-4c38-9f3f-0d6f3d3c9a11',
        zones: ONE_ZONE,
        receivedMs: Date.now(),
      }),
    );
  });
  rows.push([
    `read: ${what}`,
    `${small.ms.toFixed(0)} ms of 2 MB`,
    `${large.ms.toFixed(0)} ms of 8 MB`,
    `${small.mb.toFixed(0)} MB, ${large.mb.toFixed(0)} MB`,
  ]);
}
record('bodies', rows);
