import { Injectable } from '@nestjs/common';
import { audit } from '../../platform/auth/audit.js';
import { type Caller, touchPatients } from '../../platform/auth/caller.js';
import { reachPatient, UUID } from '../../platform/auth/compartment.js';
import { Clock } from '../../platform/clock/clock.js';
import { Database } from '../../platform/database/database.js';
import { DomainError, notFound } from '../../platform/http/domain-error.js';
import { deliver, findCareRecipients } from '../../platform/sockets/deliveries.js';
import { type Act, decideAct } from './alert-lifecycle.js';
import { toAlertRow } from './alert-view.js';
import type { AlertQuery, Resolve } from './alerts.schema.js';
import * as repository from './alerts.repository.js';

const SENTENCES = {
  ALERT_ALREADY_RESOLVED: 'This alert has been resolved already.',
  ALERT_VERSION_CONFLICT: 'Somebody was faster: look at the alert again.',
} as const;

@Injectable()
export class AlertsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async list(caller: Caller, search: AlertQuery) {
    const rows = await this.database.inClinic(caller.clinicId, () =>
      repository.findAlerts(caller, {
        states: search.state === 'open' ? ['open', 'acknowledged'] : ['resolved'],
        ...(search.patientId ? { patientId: search.patientId } : {}),
        ...(search.whose === 'mine' ? { ownerId: caller.personId } : {}),
        // A coordinator's team is the clinic.
        ...(search.whose === 'team' && caller.personId && caller.role !== 'coordinator'
          ? { teamOf: caller.personId }
          : {}),
      }),
    );
    touchPatients(
      caller,
      rows.map((row) => row.patientId),
    );
    caller.act.count = rows.length;
    const now = this.clock.now();
    return { items: rows.map((row) => toAlertRow(row, now)), heldBack: 0, asOf: now.toISOString() };
  }

  detail(caller: Caller, id: string) {
    return this.database.inClinic(caller.clinicId, async () => {
      const row = UUID.test(id) ? await repository.findAlert(id) : undefined;
      if (!row) throw notFound('alert');
      await reachPatient(caller, row.patientId);
      caller.act.objectId = id;
      const timeline = await repository.findTimeline(id);
      return {
        ...toAlertRow(row, this.clock.now()),
        evidence: row.evidence,
        patientSentence: row.patientSentence,
        timeline: timeline.map((event) => ({ ...event, at: event.at.toISOString() })),
        outcome: row.outcome,
      };
    });
  }

  async acknowledge(caller: Caller, id: string, version: number) {
    await this.act(caller, id, version, { kind: 'acknowledge' }, undefined);
    return this.detail(caller, id);
  }

  async resolve(caller: Caller, id: string, { version, outcome, note }: Resolve) {
    await this.act(caller, id, version, { kind: 'resolve', outcome }, note);
    return this.detail(caller, id);
  }

  private act(caller: Caller, id: string, version: number, act: Act, note: string | undefined): Promise<void> {
    return this.database.inClinic(caller.clinicId, async () => {
      const alert = UUID.test(id) ? await repository.lockAlert(id) : undefined;
      if (!alert) throw notFound('alert');
      await reachPatient(caller, alert.patientId);
      const decision = decideAct(alert, act, version);
      if (!decision.ok) throw new DomainError(decision.code, 409, SENTENCES[decision.code]);
      caller.act.objectId = id;
      await audit(caller);
      if (!decision.change) return;
      if (act.kind === 'acknowledge') await repository.acknowledgeAlert(id, caller.personId);
      else await repository.resolveAlert(id, act.outcome);
      await repository.addEvent({
        alertId: id,
        kind: act.kind === 'acknowledge' ? 'acknowledged' : 'resolved',
        personId: caller.personId,
        note: note ?? null,
      });
      await deliver({
        kind: 'alert',
        objectId: id,
        patientId: alert.patientId,
        personIds: await findCareRecipients(alert.patientId),
      });
    });
  }
}
