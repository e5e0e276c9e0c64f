import { addDays, daysBetween, isCivilDay } from '../metrics/index.js';
import { BUDGET_RANGE, DETECTOR_VERSION, lessonPeriod, replayClinic } from '../modules/trends/index.js';
import { loadConfig } from '../platform/config/config.js';
import { StartError } from '../platform/config/config.errors.js';
import { findClinicBySlug, findOnlyClinic } from './find-clinic.js';
import type { OpenDatabase } from './open-database.js';
import { describeReplay } from './replay-words.js';

const MOST_DAYS = 3660;

interface ReplayOptions {
  readonly clinic: string;
  readonly budget: string;
  readonly from: string;
  readonly to: string;
  readonly detector: string;
  readonly json: boolean;
}

/** What would the detector have told this clinic? Reads the stored history, prints counts, changes nothing. */
export async function replay(options: ReplayOptions, open: OpenDatabase): Promise<void> {
  const budget = readBudget(options.budget);
  const period = readPeriod(options.from, options.to, new Date());
  if (options.detector !== 'current' && options.detector !== DETECTOR_VERSION)
    throw new StartError(
      `This build has the detector ${DETECTOR_VERSION} only: leave --detector out, or run the release that has "${options.detector}".`,
    );
  const surroundings = await open(loadConfig(process.env));
  try {
    const { ownerUrl, workerDatabase } = surroundings;
    const clinicId = await (options.clinic ? findClinicBySlug(ownerUrl, options.clinic) : findOnlyClinic(ownerUrl));
    const report = await replayClinic(workerDatabase.as, {
      clinicId,
      period,
      ...(budget === undefined ? {} : { budget }),
      onProgress: sayProgress,
    });
    console.log(options.json ? JSON.stringify(report) : describeReplay(report));
  } finally {
    await surroundings.close();
  }
}

function readBudget(text: string): number | undefined {
  if (text === '') return undefined;
  const budget = Number(text);
  const { least, most } = BUDGET_RANGE;
  if (!(budget >= least && budget <= most))
    throw new StartError(`--budget must be ${least} to ${most} false alarms per patient and month, such as 0.1.`);
  return budget;
}

function readPeriod(from: string, to: string, now: Date): { from: string; to: string } {
  for (const [name, day] of [
    ['from', from],
    ['to', to],
  ] as const)
    if (day !== '' && !isCivilDay(day)) throw new StartError(`--${name} must be a day that exists, YYYY-MM-DD.`);
  const last = lessonPeriod(now);
  if (to > last.to) throw new StartError(`--to must be ${last.to} or earlier: later days are not over everywhere.`);
  const end = to || last.to;
  const start = from || addDays(end, daysBetween(last.to, last.from));
  if (start > end) throw new StartError(`--from must not be after --to (${end}).`);
  if (daysBetween(start, end) > MOST_DAYS) throw new StartError(`--from must be within ${MOST_DAYS} days of --to.`);
  return { from: start, to: end };
}

const EVERY_MS = 2000;
let saidAt = Date.now();

/** On long work only, and not on the stream that carries the answer. */
function sayProgress(done: number, of: number): void {
  if (Date.now() - saidAt < EVERY_MS || done === of) return;
  saidAt = Date.now();
  console.error(`${done} of ${of} patients`);
}
