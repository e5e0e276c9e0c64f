import { Injectable } from '@nestjs/common';
import { audit } from '../../../platform/auth/audit.js';
import { type Caller, touchPatients } from '../../../platform/auth/caller.js';
import { canReach } from '../../../platform/auth/compartment.js';
import { refuseWriteToMerged } from '../../../platform/auth/merged-patient.js';
import { Database, transactionTime } from '../../../platform/database/database.js';
import { DomainError, notFound } from '../../../platform/http/domain-error.js';
import { deliver, findCareRecipients, type NewDelivery } from '../../../platform/sockets/deliveries.js';
import { refused } from '../alerts.errors.js';
import type { BulkAct } from '../alerts.schema.js';
import { lockConcerns } from '../concerns/alert-facts.repository.js';
import { findRowsById } from '../worklist/worklist.repository.js';
import { toAlertRow } from '../worklist/alert-view.js';
import { findPatientsOf, lockAlerts, type LockedAlert } from './acts.repository.js';
import { personOf } from './alert-acts.service.js';
import { carryOutAct } from './carry-out-act.js';
import { findLastAct } from './last-act.js';

interface Rung {
  readonly alert: LockedAlert;
  readonly ring: 'team' | 'self';
}

interface Done {
  readonly id: string;
  readonly problem: DomainError | null;
}

/** One act on many alerts: each is decided as if it came alone, and one that is refused leaves the others as they are. */
@Injectable()
export class BulkActsService {
  constructor(private readonly database: Database) {}

  act(caller: Caller, { act, items }: BulkAct) {
    const personId = personOf(caller);
    return this.database.inClinic(caller.clinicId, async () => {
      const actor = { personId, now: await transactionTime() };
      const reachable = await lockReachable(
        caller,
        items.map(({ id }) => id),
      );
      const done: Done[] = [];
      const ring: Rung[] = [];
      for (const { id, version } of items) {
        const alert = reachable.get(id);
        const result = alert && (await attempt(() => carryOutAct(alert, act, version, actor)));
        if (result && !(result instanceof DomainError) && result.ok && result.ring)
          ring.push({ alert, ring: result.ring });
        done.push({ id, problem: await problemOf(id, result) });
      }
      touchPatients(
        caller,
        [...reachable.values()].flatMap(({ patientId }) => patientId ?? []),
      );
      caller.act.count = items.length;
      await audit(caller);
      const answer = await this.answer(done, actor);
      await deliver(...(await toDeliveries(ring, personId)));
      return answer;
    });
  }

  private async answer(done: readonly Done[], { personId }: { personId: string }) {
    const shown = done.filter(({ problem }) => problem?.code !== 'NOT_FOUND').map(({ id }) => id);
    const rows = new Map((await findRowsById(shown, personId)).map((row) => [row.id, toAlertRow(row)]));
    return {
      items: done.map(({ id, problem }) => ({
        id,
        done: problem === null,
        code: problem?.code ?? null,
        detail: problem?.message ?? null,
        alert: rows.get(id) ?? null,
      })),
    };
  }
}

/**
 * Those of them that the caller may act on, locked. What is asked of patients is asked once of each, in one order for
 * everybody; their concerns are locked before their alerts, as judging does.
 */
async function lockReachable(caller: Caller, ids: readonly string[]): Promise<Map<string, LockedAlert>> {
  const wanted = await findPatientsOf(ids);
  const within = new Set<string | null>();
  for (const patientId of [...new Set(wanted.values())].sort(byId)) {
    if (!(await mayActFor(caller, patientId))) continue;
    await lockConcerns(patientId);
    within.add(patientId);
  }
  const locked = await lockAlerts(ids.filter((id) => within.has(wanted.get(id) ?? null)));
  // One that a merge has moved meanwhile belongs to somebody who was not asked about.
  return new Map(locked.filter((alert) => within.has(alert.patientId)).map((alert) => [alert.id, alert]));
}

const byId = (a: string | null, b: string | null): number => ((a ?? '') < (b ?? '') ? -1 : 1);

async function mayActFor(caller: Caller, patientId: string | null): Promise<boolean> {
  if (patientId === null) return caller.reach === 'clinic';
  if (!(await canReach(caller, patientId))) return false;
  return !((await attempt(() => refuseWriteToMerged(caller.interaction, patientId))) instanceof DomainError);
}

type Result = Awaited<ReturnType<typeof carryOutAct>> | DomainError | undefined;

/** A refusal is an answer here; everything else goes on as the fault it is. */
async function attempt<T>(run: () => Promise<T>): Promise<T | DomainError> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
}

async function problemOf(id: string, result: Result): Promise<DomainError | null> {
  if (!result) return notFound('alert');
  if (result instanceof DomainError) return result;
  return result.ok ? null : refused(result.code, await findLastAct(id));
}

async function toDeliveries(rung: readonly Rung[], personId: string): Promise<NewDelivery[]> {
  const teams = new Map<string | null, string[]>();
  for (const { alert, ring } of rung)
    if (ring === 'team' && !teams.has(alert.patientId))
      teams.set(alert.patientId, await findCareRecipients(alert.patientId));
  return rung.map(({ alert: { id, patientId }, ring }) => ({
    kind: 'alert',
    objectId: id,
    patientId,
    personIds: ring === 'self' ? [personId] : (teams.get(patientId) ?? []),
  }));
}
