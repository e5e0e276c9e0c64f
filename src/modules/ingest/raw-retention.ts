import { type BeforeApplicationShutdown, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Config } from '../../platform/config/config.js';
import { query } from '../../platform/database/database.js';
import { WorkerDatabase } from '../../platform/database/worker-database.js';
import { eachApart } from '../../platform/clock/each-apart.js';
import { repeat } from '../../platform/clock/repeat.js';
import { removeOldAnswers } from '../../platform/http/idempotency.repository.js';
import { type EmptiedSpan, findEmptiedSpans, noteNamesRemoved } from '../observations/index.js';
import { forgetRemoved } from './told/closed-names.js';
import { removeOldTold } from './takeback/upload-readings.repository.js';
import { findRawUsage, type RawUsage, removeBodiesOlderThan } from './raw-payloads.repository.js';

const HOUR_MS = 3_600_000;
/** What goes in one transaction: after a shorter time was set, a year's payloads may be due at once. */
const MOST_BODIES = 200;
const MOST_ANSWERS = 5000;
const MOST_TOLD = 500;
const MOST_SPANS = 1000;

/**
 * Once an hour, on every node: old payloads go where a number of days is set; old answers to keys, what old files told, and the
 * names of readings that retention has removed, always.
 */
@Injectable()
export class RawRetention implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private turns: ReturnType<typeof repeat> | undefined;
  private stopping = false;

  constructor(
    private readonly worker: WorkerDatabase,
    private readonly config: Config,
  ) {}

  onApplicationBootstrap(): void {
    this.turns = repeat('raw payload retention', HOUR_MS, () => this.sweep());
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping = true;
    await this.turns?.stop();
  }

  async sweep(): Promise<void> {
    await this.worker.eachClinic('raw payload retention', async (id) => {
      await this.removeAll(id, MOST_ANSWERS, removeOldAnswers);
      await this.removeAll(id, MOST_TOLD, removeOldTold);
      if (this.config.rawPayloadDays !== undefined) await this.removeBodies(id, this.config.rawPayloadDays);
      await this.removeNames(id);
    });
  }

  /** @param remove - at most so many in one transaction; it answers how many there were */
  private async removeAll(clinicId: string, most: number, remove: (most: number) => Promise<number>): Promise<void> {
    const removeSome = () => this.worker.as.inClinic(clinicId, () => remove(most));
    while (!this.stopping && (await removeSome()) === most);
  }

  /** Of readings that went with a closed month. */
  private async removeNames(clinicId: string): Promise<void> {
    const inClinic = <T>(run: () => Promise<T>) => this.worker.as.inClinic(clinicId, run);
    const remove = async (span: EmptiedSpan) => {
      if (await forgetRemoved(span, inClinic)) await inClinic(() => noteNamesRemoved(span));
    };
    await eachApart(await inClinic(() => findEmptiedSpans(MOST_SPANS)), remove, () => this.stopping);
  }

  private async removeBodies(clinicId: string, days: number): Promise<void> {
    for (let since = '-infinity'; !this.stopping;) {
      const part = await this.worker.as.inClinic(clinicId, () => removeBodiesOlderThan(days, MOST_BODIES, since));
      if (part.removed < MOST_BODIES) return;
      since = part.upTo;
    }
  }
}

/** What vendors' payloads take on disk, clinic by clinic: counted apart from the observations. */
export async function rawUsageByClinic(worker: WorkerDatabase): Promise<{ slug: string; usage: RawUsage[] }[]> {
  const clinics = await worker.as.outside(() =>
    query<{ id: string; slug: string }>('SELECT clinic_id AS id, slug FROM clinic ORDER BY created_at'),
  );
  const found: { slug: string; usage: RawUsage[] }[] = [];
  for (const { id, slug } of clinics) found.push({ slug, usage: await worker.as.inClinic(id, findRawUsage) });
  return found;
}
