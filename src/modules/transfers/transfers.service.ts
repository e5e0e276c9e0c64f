import { Injectable } from '@nestjs/common';
import { audit } from '../../platform/auth/audit.js';
import type { Caller } from '../../platform/auth/caller.js';
import { reachPatient, UUID } from '../../platform/auth/compartment.js';
import { hashSecret, newSecret } from '../../platform/auth/secrets.js';
import { Clock } from '../../platform/clock/clock.js';
import { Database } from '../../platform/database/database.js';
import { DomainError, forbidden, notFound } from '../../platform/http/domain-error.js';
import { findClinic } from '../clinics/index.js';
import { DuplicatesService } from '../patients/index.js';
import { packPatient } from './packed-patient.js';
import { TransferIntake } from './transfer-intake.js';
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
    return this.database.inClinic(caller.clinicId, async () => ({
      items: (await repository.findTransfers()).map((row) => ({
        id: row.id,
        patientId: row.patientId,
        patientName: row.patientName,
        toName: row.toName,
        createdAt: row.createdAt.toISOString(),
        createdBy: row.createdBy,
        expiresAt: row.expiresAt.toISOString(),
        acceptedAt: row.acceptedAt?.toISOString() ?? null,
        state: stateOf(row),
      })),
    }));
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
        throw new DomainError(
          'TRANSFER_EXISTS',
          409,
          'This offer was made already and its code shown: revoke it, then make a new one.',
        );
      caller.act.objectId = id;
      await audit(caller);
      return { id, code: secret, expiresAt: expiresAt.toISOString() };
    });
  }

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
    const packed = await this.atSender(transfer.clinicId, caller, transfer, async () => ({
      ...(await packPatient(transfer.patientId)),
      clinic: await findClinic(transfer.clinicId),
    }));
    const { givenName, familyName, birthDate, email, phone } = packed.facts;
    caller.act.objectId = transfer.id;
    const { items } = await this.duplicates.find(
      caller,
      { givenName, familyName, birthDate, email, phone },
      transfer.newPatientId,
    );
    return {
      fromClinic: packed.clinic?.name ?? '',
      name: `${givenName} ${familyName}`.trim(),
      birthDate,
      timeZone: packed.zones.at(-1)?.zone ?? 'UTC',
      observations: packed.observations,
      documents: packed.documents.length,
      expiresAt: transfer.expiresAt.toISOString(),
      newPatientId: transfer.newPatientId,
      matches: items,
    };
  }

  /**
   * Both clinics keep in their audit that it happened. Interrupted, it is done again with the same code and patient id and
   * goes on: everything is written under keys of its own.
   */
  async accept(caller: Caller, body: AcceptTransfer) {
    const transfer = await this.findOpen(caller, body.code);
    if (transfer.clinicId === caller.clinicId)
      throw new DomainError('SAME_CLINIC', 409, 'This patient is a patient of your clinic already.');
    const claimed = await this.atSender(transfer.clinicId, caller, transfer, () =>
      repository.claimTransfer(transfer.id, caller.clinicId, body.patientId),
    );
    if (!claimed) throw gone();
    const packed = await this.database.inClinic(transfer.clinicId, () =>
      packPatient(transfer.patientId, body.patientId),
    );
    await this.intake.register(caller, body, packed);
    await this.intake.copyObservations(caller, { clinicId: transfer.clinicId, from: packed.id, to: body.patientId });
    await this.database.inClinic(transfer.clinicId, () => repository.finishTransfer(transfer.id, packed.id));
    caller.act.patientId = body.patientId;
    caller.act.objectId = transfer.id;
    return { patientId: body.patientId, observations: packed.observations, documents: packed.documents.length };
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
    clinicId: string,
    caller: Caller,
    transfer: repository.TransferRow,
    run: () => Promise<T>,
  ): Promise<T> {
    return this.database.inClinic(clinicId, async () => {
      const result = await run();
      await audit({
        ...caller,
        clinicId,
        act: { patientId: transfer.patientId, objectId: transfer.id, count: 1, written: false },
      });
      return result;
    });
  }
}

const gone = () =>
  new DomainError(
    'TRANSFER_GONE',
    404,
    'This code is unknown, used, revoked or expired. Ask the other clinic for a new one.',
  );

function stateOf(transfer: repository.TransferRow) {
  if (transfer.finishedAt) return 'done' as const;
  if (transfer.acceptedAt) return 'underway' as const;
  if (transfer.revokedAt) return 'revoked' as const;
  return transfer.isExpired ? ('expired' as const) : ('offered' as const);
}
