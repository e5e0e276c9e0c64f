import { Injectable } from '@nestjs/common';
import { audit } from '../../../platform/auth/audit.js';
import type { Caller } from '../../../platform/auth/caller.js';
import { reachPatient, UUID } from '../../../platform/auth/compartment.js';
import { Clock } from '../../../platform/clock/clock.js';
import { Database } from '../../../platform/database/database.js';
import { DomainError, invalid, notFound } from '../../../platform/http/domain-error.js';
import { findLivingId } from '../../patients/index.js';
import { isLabelledSince } from '../../record/index.js';
import { insertJob } from '../jobs.repository.js';
import type { NewExport } from '../rights.schema.js';
import * as repository from './exports.repository.js';
import { centralDirectory, localHeader, zipBytes } from './zip.js';

export interface Archive {
  readonly bytes: number;
  readonly name: string;
  readonly contents: AsyncGenerator<Buffer>;
}

/** A copy of everything about one patient: the patient's own, or one that a clinician of the care team takes. */
@Injectable()
export class ExportsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Asks for it; it is made behind. The same id again is the same export, and one under way is not begun twice. */
  request(caller: Caller, asked: string, { id, reason }: NewExport) {
    if (caller.role !== 'patient' && !reason)
      throw invalid([{ path: 'reason', message: 'say why you take this person’s data along' }]);
    return this.database.inClinic(caller.clinicId, async () => {
      const patientId = await findLivingId(asked);
      await reachPatient(caller, patientId);
      if (reason) caller.act.reason = reason;
      caller.act.objectId = id;
      await audit(caller);
      const underWay = (await repository.findExports(patientId)).find(
        (one) => one.requestedBy === caller.actor && (one.state === 'queued' || one.state === 'running'),
      );
      if (underWay) return this.view(underWay);
      const isNew = await repository.insertExport({ id, patientId, requestedBy: caller.actor, reason: reason ?? null });
      const one = await repository.findExport(id);
      if (!one || one.patientId !== patientId || one.requestedBy !== caller.actor)
        throw new DomainError('ID_IN_USE', 409, 'This id is in use: make a new one.');
      if (isNew) await insertJob('export', id);
      return this.view(one);
    });
  }

  /** One's own requests, also among the care team: whoever asked may fetch. */
  list(caller: Caller, patientId: string) {
    return this.database.inClinic(caller.clinicId, async () => {
      await reachPatient(caller, patientId);
      const all = await repository.findExports(patientId);
      return { items: all.filter((one) => one.requestedBy === caller.actor).map((one) => this.view(one)) };
    });
  }

  /** Ready to be sent, piece by piece. That it was fetched is in the audit before the first piece leaves. */
  open(caller: Caller, patientId: string, id: string): Promise<Archive> {
    return this.database.inClinic(caller.clinicId, async () => {
      await reachPatient(caller, patientId);
      const one = UUID.test(id) ? await repository.findExport(id) : undefined;
      if (!one || one.patientId !== patientId || one.requestedBy !== caller.actor) throw notFound('export');
      caller.act.objectId = id;
      // A note may have been protected since the copy was made: what is in it cannot be taken out again.
      const isOutdated = !one.byPatient && (await isLabelledSince(patientId, one.createdAt));
      if (!this.isFetchable(one) || isOutdated)
        throw new DomainError(
          'EXPORT_NOT_THERE',
          410,
          'This export is not ready, or its days are over: ask for a new one.',
        );
      await audit(caller);
      const files = await repository.findFiles(id);
      return {
        bytes: zipBytes(files),
        name: `my-data-${one.createdAt.toISOString().slice(0, 10)}.zip`,
        contents: this.send(caller.clinicId, one, files),
      };
    });
  }

  private async *send(
    clinicId: string,
    one: repository.PatientExport,
    files: Awaited<ReturnType<typeof repository.findFiles>>,
  ): AsyncGenerator<Buffer> {
    for (const file of files) {
      yield localHeader(file, one.createdAt);
      for (let part = 0; ; part++) {
        const chunk = await this.database.inClinic(clinicId, () => repository.findChunk(one.id, file.position, part));
        if (!chunk) break;
        yield chunk;
      }
    }
    yield centralDirectory(files, one.createdAt);
  }

  private isFetchable({ state, expiresAt }: repository.PatientExport): boolean {
    return state === 'done' && expiresAt !== null && expiresAt > this.clock.now();
  }

  private view(one: repository.PatientExport) {
    const { id, patientId, rowsDone, rowsTotal, createdAt, doneAt, expiresAt, bytes } = one;
    const isOver = one.state === 'done' && !this.isFetchable(one);
    return {
      id,
      state: isOver ? ('removed' as const) : one.state,
      progress: one.state === 'done' ? 1 : rowsTotal ? Math.min(0.99, rowsDone / rowsTotal) : 0,
      createdAt: createdAt.toISOString(),
      doneAt: doneAt?.toISOString() ?? null,
      expiresAt: expiresAt?.toISOString() ?? null,
      bytes,
      file: this.isFetchable(one) ? `/api/v1/patients/${patientId}/exports/${id}/file` : null,
    };
  }
}
