// npm run bench -- alerts [--clinicians 1,100,500,1000] [--alerts 20] [--background 2000] [--concerned all|team]: from the POST of an observation to the alert painted on an open page, while so many other worklists are open and readings come in.
// Beside it, in the same run: a bare LISTEN/NOTIFY and a bare Socket.IO fan-out to as many clients.
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { bareFanOut, notifyTimes } from './alerts/baselines.mjs';
import { openCrowd } from './alerts/crowd.mjs';
import { measure } from './alerts/measure.mjs';
import { openWorklist } from './alerts/page.mjs';
import { openSetting } from './alerts/setting.mjs';
import { record } from './results.mjs';

const WARM_UP_ALERTS = 20;
const OTHERS = 500;
const { values } = parseArgs({
  options: {
    clinicians: { type: 'string', default: '1,100,500,1000' },
    alerts: { type: 'string', default: '20' },
    background: { type: 'string', default: '2000' },
    concerned: { type: 'string', default: 'all' },
  },
});
const sizes = values.clinicians.split(',').map(Number);
const alerts = Number(values.alerts);
const rates = [0, Number(values.background)].filter((rate, i) => i === 0 || rate > 0);
const rows = [];
const setting = await openSetting({
  clinicians: Math.max(...sizes),
  alerts: WARM_UP_ALERTS + alerts * sizes.length * rates.length,
  others: rates.length > 1 ? OTHERS : 0,
  concerned: values.concerned,
});
const page = await openWorklist(setting.node.url, setting.painter.cookie);
try {
  // The first are compiled, planned and cached; they are not counted.
  for (let i = 0; i < WARM_UP_ALERTS; i++) {
    const { painted } = await page.nextPaint();
    await setting.causeAlert();
    await painted;
  }
  const notify = await notifyTimes(setting.node.ownerUrl());
  tell(['bare LISTEN/NOTIFY', '200', words(notify), 'from one connection to another']);
  for (const open of sizes) {
    const bare = await bareFanOut(open);
    tell([`bare Socket.IO to ${open}`, '30', words(bare.each), `until the last has it: ${words(bare.last)}`]);
    const crowd = await openCrowd(setting.node.url, setting.crowd.slice(0, open));
    for (const rate of rates)
      tellOne(open, bare.last, notify, await measure({ setting, page, crowd, open }, alerts, rate));
    crowd.end();
  }
} finally {
  await page.close();
  await setting.close();
}
tell(['load average at the end', loadavg()[0].toFixed(1), '', 'cores: see above']);
record(`alerts --clinicians ${values.clinicians} --concerned ${values.concerned}`, rows);
process.exit(0);

function tellOne(open, bare, notify, { painted, heard, read, cpu, missing, failed, rate }) {
  const where = `${open} open${rate > 0 ? `, ${rate} obs/s` : ''}`;
  const times = (painted.p50 / (bare.p50 + notify.p50)).toFixed(0);
  tell([`POST to painted, ${where}`, `${painted.n} alerts`, words(painted), `× ${times} of the two bare ones`]);
  // All that was done meanwhile, so also the ingest, the lists read again, and what is done every second.
  const each = `${cpu.node} ms of the node, ${cpu.postgres} ms of PostgreSQL in all, a delivery`;
  tell([`POST to doorbell, ${where}`, `${heard?.n ?? 0} deliveries`, words(heard), `${each}; missing ${missing}`]);
  tell([`POST to list read again, ${where}`, `${read?.n ?? 0} lists`, words(read), `refused ${failed}`]);
}

function tell(row) {
  rows.push(row);
  console.log(row.join(' | '));
}

function words(times) {
  return times ? `p50 ${times.p50} ms, p99 ${times.p99} ms` : '';
}
