// npm run bench -- frames [--rows 10000]: how smooth a long worklist is: frame times while somebody scrolls, and from a key to the painted row.
// Beside it, in the same browser: an empty page that does nothing but ask for frames.
import { parseArgs } from 'node:util';
import '../scripts/typescript.mjs';
import { openBrowser } from './alerts/page.mjs';
import { percentiles } from './ingest.mjs';
import { record } from './results.mjs';

const { DurableNode } = await import('../test/support/ledger/durable-node.ts');
const { makeCrowd } = await import('../test/support/crowd.ts');
const { writeMany } = await import('../test/support/many-alerts.ts');

const PATIENTS = 50;
const SCROLL_MS = 10_000;
const KEYS = 100;
/** A frame that takes longer is seen as a jerk: three of a screen of 60 Hz. */
const JERK_MS = 50;
const { values } = parseArgs({ options: { rows: { type: 'string', default: '10000' } } });
const count = Number(values.rows);

const node = await DurableNode.open();
const asOwner = (sql, parameters) => node.inDatabase(sql, parameters);
const rows = [];
try {
  const [{ id: clinicId }] = await asOwner('SELECT clinic_id AS id FROM clinic');
  const [clinician] = await makeCrowd(asOwner, clinicId, 1, 'coordinator');
  for (let n = 0; n < PATIENTS; n++)
    await writeMany(asOwner, clinicId, await node.makePatient(`Frames${n}`), Math.ceil(count / PATIENTS));
  const browser = await openBrowser(node.url, clinician.cookie);
  const page = await browser.newPage();
  tell('empty page', await page.evaluate(watchFrames, SCROLL_MS));
  const startedMs = performance.now();
  await page.goto(`${node.url}/?whose=all`);
  await page.locator('[data-alert]').first().waitFor();
  rows.push([
    `${count} alerts, page opened`,
    '',
    `${Math.round(performance.now() - startedMs)} ms to the first row`,
    '',
  ]);
  await page.mouse.move(300, 500);
  const frames = page.evaluate(watchFrames, SCROLL_MS);
  for (const untilMs = Date.now() + SCROLL_MS; Date.now() < untilMs;) await page.mouse.wheel(0, 400);
  tell(`${count} alerts, scrolled`, await frames);
  const [reached] = await page.evaluate(() => [document.querySelector('.scroller').scrollTop]);
  rows.push(['as far as', `${Math.round(reached)} px`, '', '']);
  await page.locator('[data-alert]').first().click();
  const keys = [];
  for (let n = 0; n < KEYS; n++) {
    await page.evaluate(watchRow);
    await page.keyboard.press('j');
    keys.push(await page.evaluate(() => globalThis.benchMoved));
  }
  const { p50, p99 } = percentiles(keys);
  rows.push([`${count} alerts, from J to the next row painted`, `${KEYS} keys`, `p50 ${p50} ms, p99 ${p99} ms`, '']);
  await browser.close();
} finally {
  await node.close();
}
record(`frames --rows ${count}`, rows);
process.exit(0);

function tell(what, times) {
  const { p50, p99 } = percentiles(times);
  const jerks = times.filter((ms) => ms > JERK_MS).length;
  rows.push([what, `${times.length} frames`, `p50 ${p50} ms, p99 ${p99} ms`, `${jerks} over ${JERK_MS} ms`]);
  console.log(rows.at(-1).join(' | '));
}

/** Runs in the page: the times between frames, in milliseconds. */
function watchFrames(forMs) {
  return new Promise((resolve) => {
    const times = [];
    const began = performance.now();
    let last = began;
    const frame = (at) => {
      if (at > last) times.push(at - last);
      last = at;
      if (at - began < forMs) requestAnimationFrame(frame);
      else resolve(times);
    };
    requestAnimationFrame(frame);
  });
}

/** Runs in the page: `benchMoved` resolves with the time from the next key to the frame after another row is the current one. */
function watchRow() {
  globalThis.benchMoved = new Promise((resolve) => {
    addEventListener(
      'keydown',
      ({ timeStamp }) => {
        const before = document.querySelector('[data-alert][aria-current]');
        const look = () =>
          document.querySelector('[data-alert][aria-current]') === before
            ? requestAnimationFrame(look)
            : setTimeout(() => resolve(performance.now() - timeStamp), 0);
        requestAnimationFrame(look);
      },
      { once: true, capture: true },
    );
  });
}
