import { type BeforeApplicationShutdown, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { addDays, civilDayOf, dayBounds } from '../../../metrics/index.js';
import { Clock } from '../../../platform/clock/clock.js';
import { Config } from '../../../platform/config/config.js';
import { WorkerDatabase } from '../../../platform/database/worker-database.js';
import { eachApart } from '../../../platform/clock/each-apart.js';
import { repeat } from '../../../platform/clock/repeat.js';
import { findMonitoredSince, findZones } from '../../patients/index.js';
import { recomputeDays } from '../daily/recompute-days.js';
import { lastDayToClose, monthOf } from './closed-period.js';
import { ClosedPeriods } from './closed-periods.js';
import * as repository from './retention.repository.js';

const HOUR_MS = 3_600_000;
/** Nothing that stores lasts longer: a statement 30 s, a transaction without one 60 s. */
const SETTLE_AFTER_SECONDS = 300;
/** So much a turn, so that one clinic's first turn takes none of the others' time for days. */
const MOST_PATIENTS = 500;
const MOST_MARKERS = 5000;

/**
 * Once an hour, on every node, where `STEPWELL_READING_DAYS` is set: months that have grown old are closed, added up a
 * last time and settled, and then lose their readings, piece by piece. Each step is dated and commits on its own, so a
 * killed process goes on where it was.
 */
@Injectable()
export class Retention implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private turns: ReturnType<typeof repeat> | undefined;
  private stopping = false;

  constructor(
    private readonly worker: WorkerDatabase,
    private readonly config: Config,
    private readonly clock: Clock,
    private readonly closed: ClosedPeriods,
  ) {}

  onApplicationBootstrap(): void {
    this.turns = repeat('retention of readings', HOUR_MS, () => this.sweep());
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping = true;
    await this.turns?.stop();
  }

  /** @param settleAfterSeconds - how long a closed month waits for those who were storing into it */
  async sweep(settleAfterSeconds = SETTLE_AFTER_SECONDS): Promise<void> {
    const { readingDays, hourlyDays } = this.config.retention;
    const today = civilDayOf('UTC', this.clock.now().getTime());
    await this.worker.eachClinic('retention of readings', async (id) => {
      if (readingDays === undefined) return this.worker.as.inClinic(id, () => repository.reopenUnsettled());
      const steps = [
        () => this.close(id, lastDayToClose(today, readingDays)),
        () => this.settle(id, settleAfterSeconds),
        () => this.empty(id),
        async () => hourlyDays !== undefined && this.removeHours(id, addDays(today, -hourlyDays)),
      ];
      await this.each(steps, (step) => step());
    });
  }

  /** A month that cannot be added up, whyever, keeps nobody else's for longer than it may be kept. */
  private each<T>(items: readonly T[], run: (item: T) => Promise<unknown>): Promise<void> {
    return eachApart(items, run, () => this.stopping);
  }

  private async close(clinicId: string, throughDay: string): Promise<void> {
    const inClinic = <T>(run: () => Promise<T>) => this.worker.as.inClinic(clinicId, run);
    const patientIds = await inClinic(() => repository.findPatientsToClose(throughDay, MOST_PATIENTS));
    await this.each(patientIds, async (patientId) => {
      await inClinic(async () => {
        const zones = await findZones(patientId);
        for (const day of await repository.findOpenMonths(patientId, throughDay)) {
          const { from, to } = monthOf(day);
          const [fromMs, toMs] = [dayBounds(zones, from).startMs, dayBounds(zones, to).endMs];
          await repository.closeSpan(patientId, { from, to, fromMs, toMs });
        }
        await repository.noteClosed(patientId, throughDay);
      });
      this.closed.forget(clinicId);
    });
  }

  /** Adds the days up once more from all their readings: from here on what was added up is what there is. */
  private async settle(clinicId: string, afterSeconds: number): Promise<void> {
    const inClinic = <T>(run: () => Promise<T>) => this.worker.as.inClinic(clinicId, run);
    const spans = await inClinic(() => repository.findToSettle(afterSeconds, MOST_MARKERS));
    await this.each(spans, (span) =>
      inClinic(async () => {
        const { patientId, fromDay, toDay } = span;
        await repository.lockDays(patientId);
        const days: string[] = [];
        for (let day = fromDay; day <= toDay; day = addDays(day, 1)) days.push(day);
        await recomputeDays(patientId, await findZones(patientId), days, await findMonitoredSince(patientId));
        await repository.settleSpan(span);
      }),
    );
  }

  private async empty(clinicId: string): Promise<void> {
    const inClinic = <T>(run: () => Promise<T>) => this.worker.as.inClinic(clinicId, run);
    await this.each(await inClinic(() => repository.findToEmpty(MOST_MARKERS)), async (marker) => {
      while (!this.stopping && (await inClinic(() => repository.removeSome(marker))));
    });
  }

  private async removeHours(clinicId: string, beforeDay: string): Promise<void> {
    const some = () => this.worker.as.inClinic(clinicId, () => repository.removeHours(beforeDay, MOST_PATIENTS));
    while (!this.stopping && (await some()) > 0);
  }
}
