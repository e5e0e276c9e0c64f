import { Injectable } from '@nestjs/common';
import { BUDGET_RANGE, DEFAULT_BUDGET, DETECTOR_VERSION, type AlarmBudget } from '../../detection/index.js';
import { audit } from '../../platform/auth/audit.js';
import type { Caller } from '../../platform/auth/caller.js';
import { Clock } from '../../platform/clock/clock.js';
import { Database } from '../../platform/database/database.js';
import { forbidden } from '../../platform/http/domain-error.js';
import * as repository from './alarm-budget.repository.js';
import { changeBudget, findInForce, toJudgedBy } from './calibration.js';
import { listChoices, lookBack } from './look-back.js';
import { findReplayable } from './replay-patients.js';

@Injectable()
export class DetectionSettingService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  read(caller: Caller) {
    return this.database.inClinic(caller.clinicId, readSetting);
  }

  /** Keeps who changed it, and what it means for the threshold, together. The same budget again changes nothing. */
  change(caller: Caller, budget: AlarmBudget) {
    const { personId } = caller;
    if (personId === null) throw forbidden();
    return this.database.inClinic(caller.clinicId, async () => {
      await repository.lockCalibration();
      const previous = (await repository.findChosenBudget()) ?? DEFAULT_BUDGET;
      if (budget !== previous) {
        await repository.insertBudget({ budget, previous, by: personId });
        const last = await repository.findLastCalibration(DETECTOR_VERSION);
        await repository.insertCalibration(changeBudget(last, budget, this.clock.now()));
      }
      await audit(caller);
      return readSetting();
    });
  }
}

async function readSetting() {
  const budget = (await repository.findChosenBudget()) ?? DEFAULT_BUDGET;
  const last = await repository.findLastCalibration(DETECTOR_VERSION);
  return {
    budgetPerPatientMonth: budget,
    range: BUDGET_RANGE,
    choices: listChoices(budget),
    patients: (await findReplayable()).length,
    detectorVersion: DETECTOR_VERSION,
    calibration: last
      ? {
          id: last.id,
          threshold: last.threshold,
          computedAt: last.computedAt.toISOString(),
          effectiveOn: last.effectiveOn,
          judgedAlarms: last.judged,
        }
      : null,
    lookBack: last ? await readLookBack(last.lesson, budget) : null,
    history: (await repository.findBudgetChanges()).map((change) => ({ ...change, at: change.at.toISOString() })),
  };
}

async function readLookBack(lesson: repository.Lesson, budget: AlarmBudget) {
  const period = { from: lesson.firstDay, to: lesson.lastDay };
  const rows = await repository.findCalibrations(DETECTOR_VERSION, period);
  const { calibration } = toJudgedBy(rows, await repository.findBudgetHistory());
  const thresholds = findInForce(calibration, period).map(({ threshold }) => threshold);
  return lookBack(lesson, budget, Math.max(...thresholds));
}
