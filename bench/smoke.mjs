// npm run bench -- smoke: the main job in figures. Starts a server of its own on an empty folder and ends it.
// Rates are given beside a limit measured in the same minute on the same PostgreSQL; wall rates move with the machine.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commitLimit } from './limits.mjs';
import { detectorRate } from './speed/monitors.mjs';
import { ingestRate, makePatients } from './ingest.mjs';
import { postToScreen } from './post-to-screen.mjs';
import { record } from './results.mjs';
import { openServer } from './server.mjs';

const folder = mkdtempSync(join(tmpdir(), 'stepwell-bench-'));
const rows = [];
const server = await openServer(folder);
try {
  const limit = await commitLimit(server.ownerUrl);
  const patients = await makePatients(server, 100);
  const single = await ingestRate(server, patients, { requests: 1500, size: 1, concurrency: 8 });
  rows.push([
    'single POST, 8 at once',
    `${single.rate} obs/s`,
    `p50 ${single.p50} ms, p99 ${single.p99} ms`,
    `${share(single.rate, limit.single)} of one-row commits (${limit.single}/s)`,
  ]);
  const bundle = await ingestRate(server, patients, { requests: 200, size: 100, concurrency: 4 });
  rows.push([
    'transaction of 100, 4 at once',
    `${bundle.rate} obs/s`,
    `p50 ${bundle.p50} ms, p99 ${bundle.p99} ms`,
    `${share(bundle.rate, limit.batch)} of unnest inserts of 100 (${limit.batch} rows/s)`,
  ]);
  const screen = await postToScreen(server, 30);
  rows.push([
    'POST to painted alert, idle',
    screen ? `${screen.n} alerts` : 'not measured',
    screen ? `p50 ${screen.p50} ms, p99 ${screen.p99} ms` : 'no Chromium found',
    '',
  ]);
  const detector = detectorRate(300);
  rows.push([
    'detector, series of 126 days',
    `${detector.perSecond} series/s`,
    `${detector.microsPerDay} µs per patient-day`,
    'goal ≤ 30 µs per patient-day',
  ]);
} finally {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}
record('smoke', rows);

function share(rate, limit) {
  return `${((100 * rate) / limit).toFixed(1)} %`;
}
