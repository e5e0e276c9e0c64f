import { Injectable } from '@nestjs/common';
import { audit } from '../../../platform/auth/audit.js';
import type { Caller } from '../../../platform/auth/caller.js';
import { Clock } from '../../../platform/clock/clock.js';
import { Database } from '../../../platform/database/database.js';
import { findClinicRules } from '../../alerts/index.js';
import { toCsv } from './economics-csv.js';
import * as repository from './economics.repository.js';
import type { AlertEconomics } from './economics.schema.js';
import { toEconomics } from './to-economics.js';

const DAY_MS = 86_400_000;
/** What proposals rest on. */
const LATELY_DAYS = 30;

@Injectable()
export class EconomicsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  read(caller: Caller, days: number): Promise<AlertEconomics> {
    return this.database.inClinic(caller.clinicId, () => this.find(days));
  }

  /** The act is in the audit before the file leaves. */
  export(caller: Caller, days: number): Promise<string> {
    return this.database.inClinic(caller.clinicId, async () => {
      const found = await this.find(days);
      caller.act.objectId = `${days} days`;
      caller.act.count = found.kinds.length;
      await audit(caller);
      return toCsv(found);
    });
  }

  private async find(days: number): Promise<AlertEconomics> {
    const to = this.clock.now();
    const since = (back: number) => ({ from: new Date(to.getTime() - back * DAY_MS), to });
    const period = since(days);
    return toEconomics({
      ...period,
      days,
      figures: await repository.findFigures(period),
      lately: await repository.findAnswers(since(LATELY_DAYS)),
      heldBack: await repository.countHeldBack(period),
      lastFired: await repository.findLastFired(),
      patientDays: await repository.countPatientDays(period),
      rules: await findClinicRules(),
    });
  }
}
