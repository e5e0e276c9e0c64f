import { setTimeout as sleep } from 'node:timers/promises';
import { signBody } from '../modules/notifications/index.js';
import { type Config, loadConfig } from '../platform/config/config.js';
import { StartError } from '../platform/config/config.errors.js';
import { Database } from '../platform/database/database.js';
import { findRunningPostgres } from '../platform/database/embedded-postgres.js';
import { SILENT_SECONDS } from '../platform/health/chain-state.js';
import { readChain } from '../platform/health/heartbeats.js';
import { Mail } from '../platform/mail/mail.js';

const SAY_AGAIN_MS = 15 * 60_000;
const MOST_MS = 8000;
/** Workers beat every 10 to 20 s: less patience than half of the time would cry wolf. */
const MOST_SECONDS_BETWEEN = SILENT_SECONDS / 2;

/** `code` is what `--once` ends with. */
export interface Sight {
  readonly code: 0 | 2 | 3;
  readonly sentence: string;
}

/**
 * Watches from outside that the chain from data to a told person works: a second, small process that reads the database
 * and nothing else, and speaks by a channel of its own. It must not run in the server's process, or on its queue.
 *
 * Ends with 0: all workers beat (or it was told to stop). 1: used wrongly. 2: one is silent. 3: the database cannot be
 * read. 4: one of these, and nobody could be told.
 */
export async function watchdog(options: { readonly once: boolean; readonly every: string }): Promise<void> {
  const everySeconds = Number(options.every);
  if (!(everySeconds >= 1 && everySeconds <= MOST_SECONDS_BETWEEN))
    throw new StartError(`--every must be between 1 and ${MOST_SECONDS_BETWEEN} seconds.`);
  const config = loadConfig(process.env);
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
  let before: Sight | undefined;
  let saidAt = -Infinity;
  while (!stop.signal.aborted) {
    const sight = await look(config, options.once ? SILENT_SECONDS : SILENT_SECONDS - everySeconds);
    const isNews = sight.code !== (before?.code ?? 0);
    if (isNews || (sight.code !== 0 && performance.now() - saidAt > SAY_AGAIN_MS) || options.once) {
      console.log(`${new Date().toISOString()} ${sight.sentence}`);
      const isTold = sight.code === 0 && !isNews ? true : await tell(config, sight);
      // What could not be said is said the next time.
      if (isTold) [before, saidAt] = [sight, performance.now()];
      if (options.once) process.exitCode = isTold ? sight.code : 4;
    }
    if (options.once) return;
    await sleep(everySeconds * 1000, undefined, { signal: stop.signal }).catch(() => undefined);
  }
}

/** @param silentSeconds - so that whoever falls silent is told of within `SILENT_SECONDS`, however this look fell */
async function look(config: Config, silentSeconds: number): Promise<Sight> {
  const ownerUrl = config.databaseUrl ?? findRunningPostgres(config.dataDir);
  if (ownerUrl === undefined) return { code: 3, sentence: 'Stepwell: its database does not run.' };
  let database: Database | undefined;
  try {
    database = await Database.open(ownerUrl, 'stepwell_worker', 1);
    const { workers } = await readChain(database);
    const silent = workers.filter(({ ageSeconds }) => ageSeconds === null || ageSeconds > silentSeconds);
    const oldest = Math.round(Math.max(...workers.map(({ ageSeconds }) => ageSeconds ?? 0)));
    if (silent.length === 0) return { code: 0, sentence: `Stepwell: all workers beat, the slowest ${oldest} s ago.` };
    const names = silent.map(({ name, ageSeconds }) =>
      ageSeconds === null ? `${name} (never heard of)` : `${name} (silent for ${Math.round(ageSeconds)} s)`,
    );
    return { code: 2, sentence: `Stepwell: alerts may not reach anybody: ${names.join(', ')}.` };
  } catch {
    return { code: 3, sentence: 'Stepwell: its database cannot be read.' };
  } finally {
    await database?.close().catch(() => undefined);
  }
}

/** By every channel that is set; true when one of them took it, or none is set and the line above must do. */
async function tell(config: Config, { code, sentence }: Sight): Promise<boolean> {
  const { webhookUrl, secret, mail } = config.notices.watchdog;
  const ways: Promise<unknown>[] = [];
  if (webhookUrl)
    ways.push(post(webhookUrl, secret, JSON.stringify({ type: 'watchdog', ok: code === 0, code, sentence })));
  if (mail && config.smtpUrl)
    ways.push(new Mail(config).hand(mail, { subject: sentence.slice(0, 120), text: `${sentence}\n` }));
  const answers = await Promise.allSettled(ways);
  return answers.length === 0 || answers.some(({ status }) => status === 'fulfilled');
}

/** Whoever runs the server has named this address: it may lie inside. */
async function post(url: string, secret: string | undefined, body: string): Promise<void> {
  const signed: Record<string, string> =
    secret === undefined ? {} : { 'stepwell-signature': signBody(secret, body, new Date()) };
  const headers = { 'content-type': 'application/json', ...signed };
  const answer = await fetch(url, {
    method: 'POST',
    headers,
    body,
    redirect: 'error',
    signal: AbortSignal.timeout(MOST_MS),
  });
  if (!answer.ok) throw new Error(`The watchdog's webhook answered ${answer.status}`);
}
