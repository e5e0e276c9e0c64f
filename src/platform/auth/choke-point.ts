import { Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { Database } from '../database/database.js';
import { forbidden } from '../http/domain-error.js';
import { GroupCommit } from '../database/group-commit.js';
import { entering, type Pipelined } from '../database/pipelined.js';
import { audit, auditing, type AuditRow, toAuditRow } from './audit.js';
import type { Caller, Principal } from './caller.js';
import { asSubject, canReach } from './compartment.js';
import {
  decideAppReach,
  decideReach,
  findLackingScope,
  type Interaction,
  narrowToShared,
  type ResourceType,
} from './policy.js';
import { mayDoBefore, secondFactorNeeded } from './second-factor-demand.js';
import { needsProof, proofNeeded } from './step-up.js';
import { leavesNoRow } from './unrecorded.js';

/** The one place where an act is allowed or denied. Routes, socket events and Bundle entries all come through here. */
@Injectable()
export class ChokePoint {
  private readonly acts: GroupCommit<Finished, void>;

  constructor(private readonly database: Database) {
    this.acts = new GroupCommit({
      run: (acts) => writeActs(database.hot, acts),
      weigh: () => 1,
      mostAtOnce: 200,
      mostWaiting: 10_000,
    });
  }

  /**
   * @param recordType - FHIR type, for acts on `Record`
   * @throws DomainError FORBIDDEN after writing the denial to the audit; PROOF_NEEDED for a dangerous act without one,
   * SECOND_FACTOR_NEEDED where the clinic asks for one first
   */
  async authorize(
    principal: Principal,
    type: ResourceType,
    interaction: Interaction,
    options: { readonly requestId?: string; readonly recordType?: string; readonly address?: string } = {},
  ): Promise<Caller> {
    const isApp = principal.kind === 'app';
    const allowed = isApp
      ? decideAppReach(principal.role, type, interaction, principal.scopes, options.recordType)
      : decideReach(principal.role, type, interaction, principal.scopes, options.recordType);
    const { reach: whole, context } = typeof allowed === 'object' ? allowed : { reach: allowed, context: undefined };
    const { sharesFor } = principal;
    const reach = sharesFor ? narrowToShared(whole, interaction, sharesFor, options.recordType) : whole;
    const asked: Caller = {
      ...principal,
      type,
      interaction,
      reach: reach ?? 'own',
      ...(options.recordType ? { recordType: options.recordType } : {}),
      requestId: options.requestId ?? randomUUID(),
      address: options.address,
      act: { patientId: null, objectId: null, count: 1, written: leavesNoRow(type, interaction) },
    };
    const caller =
      reach !== undefined && context === 'patient' ? await this.withinPatient(asked, options.recordType) : asked;
    if (reach === undefined || !caller) {
      await this.deny(asked);
      const lacking = findLackingScope(principal, type, interaction, options.recordType);
      throw forbidden(lacking && `The scopes of this token do not allow this: it needs ${lacking}.`);
    }
    if (principal.owesSecondFactor && !mayDoBefore(type, interaction)) throw secondFactorNeeded();
    // Not a denial: the page asks the person, and the act comes again.
    if (needsProof(principal, type, interaction, Date.now())) throw proofNeeded();
    return caller;
  }

  /**
   * The same act in the compartment of the one patient an app is about, as long as the person may reach that patient. The
   * reach of a caregiver stays `delegated`: `own` knows no categories, and one answer may hold things of several.
   */
  private async withinPatient(caller: Caller, recordType: string | undefined): Promise<Caller | undefined> {
    const patientId = caller.inPatient;
    if (!patientId) return undefined;
    const isWithin = await this.database.inClinic(caller.clinicId, () =>
      canReach(asSubject(caller, recordType), patientId),
    );
    if (!isWithin) return undefined;
    return caller.reach === 'delegated'
      ? { ...caller, onlyPatientId: patientId }
      : { ...caller, reach: 'own', patientId };
  }

  /** Keeps a record of an attempt that was refused later, inside a service. */
  async deny(caller: Caller): Promise<void> {
    await this.database.inClinic(caller.clinicId, () => audit(caller, 'denied'));
  }

  /** For reads: writes the audit row before the answer leaves. Writes have written theirs in their own transaction. */
  async finish(caller: Caller): Promise<void> {
    if (caller.act.written) return;
    await this.acts.submit({ clinicId: caller.clinicId, row: toAuditRow(caller) });
    caller.act.written = true;
  }
}

interface Finished {
  readonly clinicId: string;
  readonly row: AuditRow;
}

/** Reads that end together share a commit: each row is durable before its answer leaves. */
async function writeActs(database: Pipelined, acts: readonly Finished[]): Promise<void[]> {
  const byClinic = [...Map.groupBy(acts, (act) => act.clinicId)];
  await database.together(
    byClinic.flatMap(([clinicId, own]) => [
      entering(clinicId),
      auditing(
        clinicId,
        own.map(({ row }) => row),
      ),
    ]),
  );
  return acts.map(() => undefined);
}
