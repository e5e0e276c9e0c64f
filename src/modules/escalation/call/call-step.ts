import { Injectable } from '@nestjs/common';
import { deliver } from '../../../platform/sockets/deliveries.js';
import { type NoticeJob, Notices } from '../../notifications/index.js';
import { type Chain, findChain } from '../plan/chain.repository.js';
import { replan } from '../plan/replan.js';
import { type DueStep, findDueStep, saveCalls, settleStep, tryAlert, waitAMoment } from '../plan/steps.repository.js';
import { findCircle } from './circle.repository.js';
import { goOn } from './go-on.js';
import { routeStep } from './route-step.js';

/** Makes one call of a chain, in the transaction that has taken it. */
@Injectable()
export class CallStep {
  constructor(private readonly notices: Notices) {}

  async work(stepId: string): Promise<void> {
    const taken = await findDueStep(stepId);
    if (!taken) return;
    if (!(await tryAlert(taken.alertId))) return waitAMoment(taken.id);
    const chain = await findChain(taken.alertId);
    if (!chain) throw new Error('A step without a chain');
    // Hours, rota and rules may have changed since it was planned, and somebody may just have acted.
    await replan(chain);
    const step = await findDueStep(stepId);
    if (!step) return;
    const reached = await this.call(step, chain);
    await settleStep(step.id, reached.anybody ? 'called' : 'nobody', reached.anybody ? null : 'nobody-reached');
    if (!reached.anybody) await goOn(step);
    await deliver({
      kind: 'alert',
      objectId: chain.alertId,
      patientId: chain.patientId,
      personIds: reached.personIds,
    });
  }

  private async call(step: DueStep, chain: Chain): Promise<{ anybody: boolean; personIds: string[] }> {
    const circle = await findCircle(chain);
    const job: NoticeJob = {
      stepId: step.id,
      alertId: chain.alertId,
      urgency: step.tier === 'now' ? 'now' : 'ordinary',
      onCallIds: circle.onCall.map(({ personId }) => personId),
      snoozedIds: chain.snoozes.map(({ personId }) => personId),
    };
    await this.notices.toMachine(job);
    if (step.target === 'fallback') return { anybody: await this.notices.toFallback(job), personIds: [] };
    if (step.target === 'patient')
      return {
        anybody: chain.patientId !== null && (await this.notices.toPatient(job, chain.patientId)),
        personIds: [],
      };
    const { groups, away } = routeStep(step.target, circle);
    for (const { personId } of away) await this.notices.withhold(job, personId, 'absent');
    const called: string[] = [];
    let later = false;
    for (const group of groups) {
      // Whoever cannot be reached is called too: the page shows it, and the patient is within reach from there.
      const fresh = group.filter((id) => !called.includes(id));
      called.push(...fresh);
      const reached = await this.notices.toPeople(job, fresh);
      await saveCalls(chain.alertId, fresh);
      if (reached.now.length > 0) return { anybody: true, personIds: called };
      // Whoever sleeps is told in the morning; meanwhile the next ones are asked.
      later ||= reached.later.length > 0;
    }
    return { anybody: later, personIds: called };
  }
}
