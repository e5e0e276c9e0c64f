import { Injectable } from '@nestjs/common';
import { audit, CAME_SECOND } from '../../../platform/auth/audit.js';
import type { Caller } from '../../../platform/auth/caller.js';
import { Database, transactionTime } from '../../../platform/database/database.js';
import { DomainError, forbidden, notFound } from '../../../platform/http/domain-error.js';
import { deliver, findCareRecipients } from '../../../platform/sockets/deliveries.js';
import { refused } from '../alerts.errors.js';
import type { AddNote } from '../alerts.schema.js';
import { lockConcerns } from '../concerns/alert-facts.repository.js';
import { findEvents, recordEvent } from '../lifecycle/alert-events.repository.js';
import { markSeen } from '../people/alert-people.repository.js';
import { AlertsService } from '../worklist/alerts.service.js';
import { reachAlertById } from '../worklist/reach-alert.js';
import type { Act, Ring, Undo } from './act.js';
import { lockAlerts, type LockedAlert, touch } from './acts.repository.js';
import { carryOutAct } from './carry-out-act.js';
import { findLastAct } from './last-act.js';
import { undoAct } from './undo-act.js';

@Injectable()
export class AlertActsService {
  constructor(
    private readonly database: Database,
    private readonly alerts: AlertsService,
  ) {}

  /** @param seen - the version on the screen; null for what only concerns the person who does it */
  async act(caller: Caller, id: string, seen: number | null, act: Act | Undo) {
    const personId = personOf(caller);
    const became = await this.within(caller, id, async (alert) => {
      const actor = { personId, now: await transactionTime() };
      const done =
        act.kind === 'undo'
          ? await undoAct(alert, { eventId: act.eventId, seen: seen ?? alert.version }, await findEvents(id), actor)
          : await carryOutAct(alert, act, seen, actor);
      return done.ok ? done.ring : refused(done.code, await findLastAct(id));
    });
    if (became instanceof DomainError) throw became;
    return this.alerts.detail(caller, id);
  }

  async note(caller: Caller, id: string, { id: clientId, note }: AddNote) {
    const personId = personOf(caller);
    await this.within(caller, id, async () => {
      const added = await recordEvent({ alertId: id, kind: 'note', personId, note, clientId });
      if (added !== undefined) await touch(id);
      return added === undefined ? null : 'team';
    });
    return this.alerts.detail(caller, id);
  }

  async see(caller: Caller, id: string): Promise<void> {
    const personId = personOf(caller);
    await this.within(caller, id, async () => {
      await markSeen(id, personId);
      return null;
    });
  }

  /**
   * One act on one alert within reach: locked, audited, and the pages told that it concerns. Whoever comes
   * second is audited too, as refused.
   */
  private within(
    caller: Caller,
    id: string,
    run: (alert: LockedAlert) => Promise<Ring | DomainError>,
  ): Promise<Ring | DomainError> {
    return this.database.inClinic(caller.clinicId, async () => {
      const patientId = await reachAlertById(caller, id);
      // Judging takes this lock first and alerts after it: so does everybody.
      await lockConcerns(patientId);
      const [alert] = await lockAlerts([id]);
      if (!alert) throw notFound('alert');
      const became = await run(alert);
      caller.act.objectId = id;
      if (became instanceof DomainError) caller.act.reason = CAME_SECOND;
      await audit(caller, became instanceof DomainError ? 'denied' : 'success');
      if (became === 'team' || became === 'self') {
        const personIds = became === 'team' ? await findCareRecipients(patientId) : [personOf(caller)];
        await deliver({ kind: 'alert', objectId: id, patientId, personIds });
      }
      return became;
    });
  }
}

/** Only people act on alerts. */
export function personOf({ personId }: Caller): string {
  if (personId === null) throw forbidden();
  return personId;
}
