import { percentiles } from '../ingest.mjs';
import { child } from './crowd.mjs';

const BETWEEN_MS = 400;
const AFTER_MS = 2000;
const WARM_UP_MS = 5000;
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** So many alerts, one after the other, while readings come in at that rate. Times in milliseconds since each POST was sent. */
export async function measure({ setting, page, crowd, open }, alerts, perSecond) {
  const { token, url } = setting.node;
  const phones = perSecond > 0 && child('background.mjs', { url, token, patients: setting.pushing, perSecond });
  if (phones) await pause(WARM_UP_MS);
  await crowd.ask();
  const cpuBefore = setting.cpu();
  const sentAt = [];
  const painted = [];
  for (let i = 0; i < alerts; i++) {
    const next = await page.nextPaint();
    sentAt.push(Date.now());
    await setting.causeAlert();
    painted.push((await next.painted) - sentAt.at(-1));
    await pause(BETWEEN_MS);
  }
  await pause(AFTER_MS);
  const cpu = setting.cpu();
  const { heard, read, failed } = await crowd.ask();
  const pushed = phones ? await phones.ask() : { stored: 0, seconds: 1 };
  if (phones) {
    phones.end();
    await setting.drained();
  }
  // Far enough apart: what is heard belongs to the one that was sent last.
  const since = (at) => at - (sentAt.findLast((ms) => ms <= at) ?? at);
  const share = (ms) => (ms / Math.max(1, heard.length)).toFixed(2);
  return {
    painted: summary(painted),
    heard: summary(heard.map(({ at }) => since(at))),
    read: summary(read.map(since)),
    cpu: { node: share(cpu.node - cpuBefore.node), postgres: share(cpu.postgres - cpuBefore.postgres) },
    missing:
      alerts * setting.hearsOf(open) - new Set(heard.map(({ id, page: n, process }) => `${id} ${process} ${n}`)).size,
    failed,
    rate: Math.round(pushed.stored / pushed.seconds),
  };
}

function summary(times) {
  return times.length > 0 ? { n: times.length, ...percentiles(times) } : undefined;
}
