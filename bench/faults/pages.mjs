import { never, told, within } from './figures.mjs';
import { withClinic } from './setting.mjs';

const { findBrowser, openAs, openBrowser } = await import('../../test/support/chromium.ts');
const { playAsleep } = await import('../../test/support/faults/asleep.ts');
const { playDeadWorker } = await import('../../test/support/faults/dead-worker.ts');

const NO_BROWSER = [told('not played', 'no Chromium found; set CHROME_PATH')];
const MISSED = 5;
const WORKERS = ['escalation', 'notifications', 'escalation-auditor'];
/** The table's limit. */
const RED_WITHIN_MS = 90_000;

/** An open worklist of the nurse's in Chromium. */
function withPage(run, { clock = false } = {}) {
  return withClinic(async (setting) => {
    const browser = await openBrowser({ width: 1440, height: 980 });
    try {
      if (clock) await browser.context.clock.install();
      const page = await openAs(setting.app, browser, setting.nurse.email);
      await page.getByText(/Live, \d+ s ago/).waitFor();
      return await run({ ...setting, page });
    } finally {
      await browser.close();
    }
  });
}

async function playWorkers({ times, say }) {
  if (!findBrowser()) return NO_BROWSER;
  const all = [];
  for (let n = 0; n < times(1); n++)
    all.push(
      ...(await Promise.all(WORKERS.map((worker) => withPage(({ app, page }) => playDeadWorker(app, page, worker))))),
    );
  for (const { worker, redAfterMs } of all) say(`${worker}: red after ${redAfterMs} ms`);
  const seen = all.filter(({ redAfterMs }) => redAfterMs !== null).map(({ redAfterMs }) => redAfterMs);
  return [
    told('workers stopped on a node that serves on', `${all.length}: ${WORKERS.join(', ')}`),
    never('pages that never showed it', all.length - seen.length, `${all.length}`),
    never('nodes that served no more', all.filter(({ served }) => !served).length, `${all.length}`),
    within('until an open page is red', seen, RED_WITHIN_MS),
  ];
}

function playPages({ times }) {
  if (!findBrowser()) return NO_BROWSER;
  return withPage(
    async (setting) => {
      const all = [];
      for (let n = 0; n < times(8); n++)
        for (const away of ['offline', 'frozen', 'sent away']) {
          all.push(await playAsleep(setting, away, MISSED));
          await emptyList(setting);
        }
      const sum = (of) => all.reduce((total, one) => total + of(one), 0);
      const missed = String(sum((one) => one.missed));
      const offline = all.filter(({ away }) => away === 'offline');
      return [
        told('times away', `${all.length}: offline for ten minutes, frozen, sent away`),
        never(
          'alerts not shown once when it was back',
          sum((one) => one.unlikeOne),
          missed,
        ),
        never(
          'alerts shown while it was cut off',
          sum((one) => one.tooEarly),
        ),
        never(
          'pages that did not say in red how old they were',
          offline.filter((one) => !one.saidAge).length,
          `${offline.length}`,
        ),
        never(
          'pages that had to be loaded again',
          sum((one) => Number(one.reloaded)),
          `${all.length}`,
        ),
        within(
          'until all is shown',
          all.map(({ backAfterMs }) => backAfterMs),
          30_000,
        ),
      ];
    },
    { clock: true },
  );
}

/** A row far down a long list is not in the page: each time begins with none. */
async function emptyList({ asOwner, page }) {
  await asOwner(
    `UPDATE alert SET state = 'resolved', resolved_at = now(), outcome = 'cleared', cleared = true WHERE NOT cleared`,
  );
  await page.reload();
  await page.getByText(/Live, \d+ s ago/).waitFor();
}

export const pages = [
  {
    fault: 'F28',
    title: 'A worker dies and the rest goes on',
    demand: 'Open pages are red within 90 s.',
    play: playWorkers,
  },
  {
    fault: 'F29',
    title: 'A page is asleep or offline',
    demand: 'On wake what was missed, once; the age of the data in red.',
    play: playPages,
  },
];
