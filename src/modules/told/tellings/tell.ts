import { Injectable } from '@nestjs/common';
import { deliver } from '../../../platform/sockets/deliveries.js';
import { DEFAULT_RULES, findRule, type ToldRule } from '../../alerts/index.js';
import { findReaders, Notices } from '../../notifications/index.js';
import { decideTelling, DEFAULT_TOLD, type Telling } from '../decide/decide-telling.js';
import * as repository from './tellings.repository.js';
import type { DueTelling } from './tellings.repository.js';

const MOMENT_SECONDS = 0.2;

/** Looks at one telling whose time has come, in the transaction that has taken it. */
@Injectable()
export class Tell {
  constructor(private readonly notices: Notices) {}

  async work(tellingId: string): Promise<void> {
    const due = await repository.findDueTelling(tellingId);
    if (due === undefined) return;
    if (due === 'busy') return repository.putOff(tellingId, MOMENT_SECONDS);
    const telling = await this.decide(due);
    await this.carryOut(due, telling);
    // The page of whoever follows looks again; of a red flag too, whose page says what to do now.
    if (due.personId !== null && (telling.release || due.kind === 'red-flag'))
      await deliver({
        kind: 'trend',
        objectId: due.patientId,
        patientId: due.patientId,
        personIds: [due.personId],
      });
  }

  private async decide(due: DueTelling): Promise<Telling> {
    const [reader] = due.personId === null ? [] : await findReaders([due.personId]);
    return decideTelling({
      ...due,
      rule: await findToldRule(due),
      settings: due.settings ?? DEFAULT_TOLD,
      quietHours: reader?.settings?.quietHours ?? null,
      zone: reader?.zone ?? 'UTC',
    });
  }

  private async carryOut(due: DueTelling, telling: Telling): Promise<void> {
    const { id, alertId, personId } = due;
    if (telling.kind === 'wait') return repository.waitUntil(id, telling.until, telling.reason, telling.release);
    if (telling.kind === 'not') return repository.settleTelling(due, 'not-told', telling.reason, telling.release);
    const job = { stepId: null, alertId, urgency: 'ordinary', onCallIds: [], snoozedIds: [] } as const;
    const reached = personId === null ? null : await this.notices.toPeople(job, [personId], 'news');
    // By no channel: the page shows it all the same.
    if (reached && reached.now.length + reached.later.length > 0)
      return repository.settleTelling(due, 'told', telling.reason, true);
    return repository.settleTelling(due, 'not-told', 'no-channel', true);
  }
}

async function findToldRule({ patientId, kind, domain }: DueTelling): Promise<ToldRule> {
  const { told } = await findRule(patientId, { kind, domain });
  return told ?? DEFAULT_RULES[kind].told!;
}
