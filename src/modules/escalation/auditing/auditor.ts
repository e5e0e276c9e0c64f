import { type BeforeApplicationShutdown, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { repeat } from '../../../platform/clock/repeat.js';
import { WorkerDatabase } from '../../../platform/database/worker-database.js';
import { Heartbeats } from '../../../platform/health/heartbeats.js';
import { logger } from '../../../platform/telemetry/logger.js';
import { findOpenHours } from '../../clinics/index.js';
import { findChain, findChains } from '../plan/chain.repository.js';
import type { KeptStep } from '../plan/compare-steps.js';
import { replan } from '../plan/replan.js';
import { findSteps, tryAlert } from '../plan/steps.repository.js';
import * as repository from './auditor.repository.js';
import { countRepaired, type Finding, findFaults, toFinding } from './find-faults.js';
import { reportFaults } from './report-faults.js';

const LOOK_EVERY_MS = 15_000;
/** Of several nodes one looks, once a minute. */
const TURN_SECONDS = 55;

/**
 * Every minute: does each chain run that should, and none that should not? What does not is put right, written down and
 * told as a technical alert: a clock that has stopped in silence is the fault that nobody sees.
 */
@Injectable()
export class EscalationAuditor implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private turns: { stop: () => Promise<void> } | undefined;

  constructor(
    private readonly worker: WorkerDatabase,
    private readonly heartbeats: Heartbeats,
  ) {}

  onApplicationBootstrap(): void {
    this.turns = repeat('escalation auditor', LOOK_EVERY_MS, () => this.turn());
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.turns?.stop();
  }

  async turn(turnSeconds: number = TURN_SECONDS): Promise<void> {
    await this.worker.eachClinic('escalation auditor', (clinicId) =>
      this.worker.as.inClinicAgain(clinicId, () => this.look(turnSeconds)),
    );
    await this.heartbeats.beat('escalation-auditor');
  }

  private async look(turnSeconds: number): Promise<void> {
    const since = await repository.takeTurn(turnSeconds);
    if (!since) return;
    const { chains, unplannable } = await findChains(since);
    if (unplannable.length > 0) logger.error({ alerts: unplannable }, 'alerts that no rule here can plan');
    const kept = Map.groupBy(await findSteps(chains.map(({ alertId }) => alertId)), ({ alertId }) => alertId);
    const suspects = findFaults(chains, kept as ReadonlyMap<string, KeptStep[]>, await findOpenHours());
    const findings = await this.repair(suspects);
    const repaired = countRepaired(findings);
    if (findings.length > 0) await repository.saveAudit(chains.length, repaired, findings);
    if (repaired > 0) logger.error({ repaired, alerts: findings.length }, 'escalation was not as it should be');
    await reportFaults(unplannable.length);
  }

  /** Looks again with the rows locked: what only moved while we looked is no fault. */
  private async repair(suspects: readonly Finding[]): Promise<Finding[]> {
    const found: Finding[] = [];
    for (const { alertId } of suspects) {
      if (!(await tryAlert(alertId))) continue;
      const chain = await findChain(alertId);
      const finding = chain && toFinding(alertId, await replan(chain));
      if (finding) found.push(finding);
    }
    return found;
  }
}
