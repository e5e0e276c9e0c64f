import { Injectable } from '@nestjs/common';
import { setTimeout as sleep } from 'node:timers/promises';
import { Database } from '../../platform/database/database.js';
import { logger } from '../../platform/telemetry/logger.js';
import { safeError } from '../../platform/telemetry/safe-error.js';
import * as repository from './backtest.repository.js';
import { findReal } from './play/compare-items.js';
import { type ClinicYear, playYear, readClinicYear, readPast } from './play/read-year.js';
import { addYear, emptyTally, type PlayedYear, type Tally } from './tally.js';

/** So long a step goes on taking patients: little is lost when the node dies, and a cancel is soon heard. */
const STEP_MS = 2000;
const MOST_A_STEP = 50;
/** Requests and live evaluations share this process: after so much work it rests, this many times as long as it worked. */
const WORK_MS = 12;
const REST_SHARE = 1;

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
    await this.goOn(clinicId, one, one.tally, most);
    return 'more';
  }

  fail(clinicId: string, id: string): Promise<void> {
    return this.database.inClinic(clinicId, () => repository.endBackTest(id, 'failed'));
  }

  private async goOn(clinicId: string, one: repository.BackTest, tally: Tally, most: number): Promise<void> {
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
    const isLast = done === ids.length && ids.length < most;
    await this.save(clinicId, one, { tally, found, place: ids[done - 1] ?? one.place, done, isLast });
  }

  private async look(
    year: ClinicYear,
    patientId: string | null,
    into: { tally: Tally; found: repository.FoundItem[]; pause: () => Promise<void> },
  ): Promise<void> {
    // A database that does not answer is asked again with the whole step: it says nothing about the patient.
    const past = await this.database.inClinic(year.clinicId, () => readPast(year, patientId));
    if (!past) return;
    // One history that cannot be played takes nobody else's away.
    const played = await playYear(year, patientId, past, into.pause).catch((error: unknown) => {
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
    next: { tally: Tally; found: repository.FoundItem[]; place: string | null; done: number; isLast: boolean },
  ): Promise<void> {
    return this.database.inClinic(clinicId, async () => {
      const now = await repository.findBackTest(one.id, { lock: true });
      if (now?.state !== 'running' || now.place !== one.place) return;
      await repository.saveStep(one.id, next, next.found);
      if (next.isLast) await repository.endBackTest(one.id, 'done');
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
