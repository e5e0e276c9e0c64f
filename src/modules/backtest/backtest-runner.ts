import { Injectable } from '@nestjs/common';
import { setTimeout as sleep } from 'node:timers/promises';
import { Database } from '../../platform/database/database.js';
import { logger } from '../../platform/telemetry/logger.js';
import { safeError } from '../../platform/telemetry/safe-error.js';
import * as repository from './backtest.repository.js';
import { findReal } from './play/compare-items.js';
import { type ClinicYear, playYear, readClinicYear } from './play/read-year.js';
import { addYear, emptyTally, type PlayedYear, type Tally } from './tally.js';

/** So long a step goes on taking patients: little is lost when the node dies, and a cancel is soon heard. */
const STEP_MS = 2000;
const MOST_A_STEP = 50;
/** Requests and live evaluations share this process: after so much work it rests, this many times as long as it worked. */
const WORK_MS = 12;
const REST_SHARE = 1;
/** So many are listed of each side; the figures count all. */
export const MOST_LISTED = 500;

/** Carries a back-test some patients further. What a step found commits with the place it came to, or not at all. */
@Injectable()
export class BackTestRunner {
  constructor(private readonly database: Database) {}

  /** @param most - patients that this step may look at */
  async step(clinicId: string, id: string, most = MOST_A_STEP): Promise<'done' | 'more'> {
    const one = await this.database.inClinic(clinicId, () => repository.findBackTest(id));
    if (!one || (one.state !== 'queued' && one.state !== 'running')) return 'done';
    if (one.state === 'queued' || !one.tally) {
      await this.database.inClinic(clinicId, async () =>
        repository.beginBackTest(id, await repository.countConcerned(one.change), emptyTally(one)),
      );
      return 'more';
    }
    const isLast = await this.goOn(clinicId, one, one.tally, most);
    if (isLast) await this.database.inClinic(clinicId, () => repository.endBackTest(id, 'done'));
    return isLast ? 'done' : 'more';
  }

  fail(clinicId: string, id: string): Promise<void> {
    return this.database.inClinic(clinicId, () => repository.endBackTest(id, 'failed'));
  }

  /** @returns whether nobody is left */
  private async goOn(clinicId: string, one: repository.BackTest, tally: Tally, most: number): Promise<boolean> {
    const { year, ids } = await this.database.inClinic(clinicId, async () => ({
      year: await readClinicYear(clinicId, one.change, one),
      ids: await repository.findConcerned(one.change, one.place, most),
    }));
    const found: repository.FoundItem[] = [];
    const pause = restNowAndThen();
    const started = performance.now();
    if (one.place === null && isAboutClinic(one)) await this.look(year, null, { tally, found, pause });
    let done = 0;
    for (const id of ids) {
      await this.look(year, id, { tally, found, pause });
      done++;
      if (performance.now() - started > STEP_MS) break;
    }
    if (done > 0 || found.length > 0)
      await this.save(clinicId, one, { tally, found, place: ids[done - 1] ?? null, done });
    return done === ids.length && ids.length < most;
  }

  private async look(
    year: ClinicYear,
    patientId: string | null,
    into: { tally: Tally; found: repository.FoundItem[]; pause: () => Promise<void> },
  ): Promise<void> {
    // One history that cannot be played takes nobody else's away.
    const played = await playYear(this.database, year, patientId, into.pause).catch((error: unknown) => {
      logger.error(safeError(error), 'a patient could not be played again');
      into.tally.leftOut++;
      return null;
    });
    if (!played) return;
    const { appears, vanishes } = addYear(into.tally, played, year.change, year.period.from);
    const list = (side: 'appears' | 'vanishes', items: typeof appears) =>
      items.map((item) => ({ side, patientId, item, outcome: outcomeOf(played, item) }));
    into.found.push(...list('appears', appears), ...list('vanishes', vanishes));
  }

  /** Nobody else may have gone on meanwhile, and nobody have cancelled it. */
  private save(
    clinicId: string,
    one: repository.BackTest,
    next: { tally: Tally; found: repository.FoundItem[]; place: string | null; done: number },
  ): Promise<void> {
    return this.database.inClinic(clinicId, async () => {
      const now = await repository.findBackTest(one.id, { lock: true });
      if (now?.state !== 'running' || now.place !== one.place) return;
      const listed = { appears: one.tally!.appears, vanishes: one.tally!.vanishes };
      const kept = next.found.filter(({ side }) => listed[side]++ < MOST_LISTED);
      await repository.saveStep(one.id, next, kept);
    });
  }
}

/** What concerns one programme or one patient says nothing of the clinic's own alerts. */
const isAboutClinic = ({ change }: repository.BackTest) => change.of === 'budget' || change.scope.of === 'clinic';

const outcomeOf = ({ really }: PlayedYear, item: Parameters<typeof findReal>[1]) =>
  findReal(really, item)?.outcome ?? null;

/** A rest after every so many milliseconds of work. */
function restNowAndThen(): () => Promise<void> {
  let since = performance.now();
  return async () => {
    const worked = performance.now() - since;
    if (worked < WORK_MS) return;
    await sleep(worked * REST_SHARE);
    since = performance.now();
  };
}
