import { Injectable } from '@nestjs/common';
import { audit } from '../../platform/auth/audit.js';
import { type Act, type Caller, touchPatients } from '../../platform/auth/caller.js';
import { reachPatient, UUID } from '../../platform/auth/compartment.js';
import { hashSecret, newSecret } from '../../platform/auth/secrets.js';
import { Clock } from '../../platform/clock/clock.js';
import { Database } from '../../platform/database/database.js';
import { forbidden, notFound } from '../../platform/http/domain-error.js';
import { findClinic } from '../clinics/index.js';
import { DuplicatesService } from '../patients/index.js';
import { describePatient, type PackedPatient, packPatient } from './packed-patient.js';
import { TransferIntake } from './transfer-intake.js';
import { gone, offerExists, sameClinic } from './transfers.errors.js';
import * as repository from './transfers.repository.js';
import type { AcceptTransfer, NewTransfer } from './transfers.schema.js';

const OFFER_DAYS = 14;

/** From one clinic to another: the one offers and the patient agrees, the other accepts. Nothing crosses without both. */
@Injectable()
export class TransfersService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly duplicates: DuplicatesService,
    private readonly intake: TransferIntake,
  ) {}

  list(caller: Caller) {
    return this.database.inClinic(caller.clinicId, async () => {
      const rows = await repository.findTransfers();
      touchPatients(
        caller,
        rows.map(({ patientId }) => patientId),
      );
      caller.act.count = rows.length;
      return { items: rows.map(toView) };
    });
  }

  /** Makes the code that the other clinic types in: shown once, good for two weeks, only its hash is kept. */
  offer(caller: Caller, { id, patientId, toName, agreedOn }: NewTransfer) {
    const by = caller.personId;
    if (by === null) throw forbidden();
    return this.database.inClinic(caller.clinicId, async () => {
      await reachPatient(caller, patientId);
      const { secret, hash } = newSecret('xfer');
      const expiresAt = new Date(this.clock.now().getTime() + OFFER_DAYS * 86_400_000);
      if (!(await repository.insertTransfer({ id, patientId, toName, agreedOn, codeHash: hash, by, expiresAt })))
        throw offerExists();
      caller.act.objectId = id;
      await audit(caller);
      return { id, code: secret, expiresAt: expiresAt.toISOString() };
    });
  }

  /** Also what the other clinic has begun to take over: from then on nothing more leaves. */
  revoke(caller: Caller, id: string): Promise<void> {
    return this.database.inClinic(caller.clinicId, async () => {
      if (!UUID.test(id) || !(await repository.revokeTransfer(id))) throw notFound('open offer');
      caller.act.objectId = id;
      await audit(caller);
    });
  }

  /** Who would come, and with how much: what the receiving clinic needs to know before it says yes. */
  async preview(caller: Caller, code: string) {
    const transfer = await this.findOpen(caller, code);
    const { facts, clinic, ...seen } = await this.atSender(caller, transfer, async () => ({
      ...(await describePatient(transfer.patientId)),
      clinic: await findClinic(transfer.clinicId),
    }));
    const { givenName, familyName, birthDate, email, phone } = facts;
    caller.act.objectId = transfer.id;
    const { items } = await this.duplicates.find(
      caller,
      { givenName, familyName, birthDate, email, phone },
      transfer.newPatientId,
    );
    return {
      fromClinic: clinic?.name ?? '',
      name: `${givenName} ${familyName}`.trim(),
      birthDate,
      timeZone: seen.zones.at(-1)?.zone ?? 'UTC',
      observations: seen.observations,
      documents: seen.documents,
      includesProtected: seen.includesProtected,
      expiresAt: transfer.expiresAt.toISOString(),
      newPatientId: transfer.newPatientId,
      matches: items,
    };
  }

  /**
   * Both clinics keep in their audit that it began, and at the end how much it was. Interrupted, it is done again with the same code and patient id and
   * goes on: everything is written under keys of its own.
   */
  async accept(caller: Caller, body: AcceptTransfer) {
    const transfer = await this.findOpen(caller, body.code);
    const { id, clinicId, patientId } = transfer;
    if (clinicId === caller.clinicId) throw sameClinic();
    await this.intake.check(caller, body, id);
    await this.atSender(caller, transfer, async () => {
      if (!(await repository.claimTransfer(id, caller.clinicId, body.patientId))) throw gone();
    });
    const packed = await this.database.inClinic(clinicId, () => packPatient(patientId, body.patientId));
    await this.intake.register(caller, body, packed, id);
    const observations = await this.intake.copyObservations(caller, {
      id,
      clinicId,
      from: packed.id,
      recordIds: packed.recordIds,
      to: body.patientId,
    });
    const crossed = toCrossed(packed, observations);
    const finish = async () => {
      if (!(await repository.finishTransfer(id, packed.id))) throw gone();
    };
    await this.atSender(caller, transfer, finish, crossed);
    Object.assign(caller.act, { patientId: body.patientId, objectId: id, ...crossed });
    await this.database.inClinic(caller.clinicId, () => audit(caller));
    return { patientId: body.patientId, observations, documents: packed.documents.length };
  }

  private async findOpen(caller: Caller, code: string) {
    const hash = hashSecret(code);
    const transfer = await this.database.asHolder(hash, () => repository.findByCode(hash));
    const state = transfer && stateOf(transfer);
    const isOurs = transfer?.acceptedClinicId === caller.clinicId;
    if (!transfer || (state !== 'offered' && !(state === 'underway' && isOurs))) throw gone();
    return transfer;
  }

  /** In the clinic that offers, with a row in its audit: somebody of another clinic, who holds the code, does this. */
  private atSender<T>(
    caller: Caller,
    { id, clinicId, patientId }: repository.TransferRow,
    run: () => Promise<T>,
    crossed: Crossed = { count: 1 },
  ): Promise<T> {
    return this.database.inClinic(clinicId, async () => {
      const result = await run();
      await audit({ ...caller, clinicId, act: { patientId, objectId: id, written: false, ...crossed } });
      return result;
    });
  }
}

const toView = (row: repository.ListedTransfer) => ({
  id: row.id,
  patientId: row.patientId,
  patientName: row.patientName,
  toName: row.toName,
  createdAt: row.createdAt.toISOString(),
  createdBy: row.createdBy,
  expiresAt: row.expiresAt.toISOString(),
  acceptedAt: row.acceptedAt?.toISOString() ?? null,
  state: stateOf(row),
});

type Crossed = Pick<Act, 'count' | 'reason'>;

/** How much has left, in the words that both audits keep. */
const toCrossed = (packed: PackedPatient, observations: number): Crossed => ({
  count: observations + packed.documents.length,
  reason: `readings: ${observations}, documents: ${packed.documents.length}, of them protected: ${packed.protectedDocuments}`,
});

function stateOf(transfer: repository.TransferRow) {
  if (transfer.finishedAt) return 'done' as const;
  if (transfer.revokedAt) return 'revoked' as const;
  if (transfer.isExpired) return 'expired' as const;
  return transfer.acceptedAt ? ('underway' as const) : ('offered' as const);
}
