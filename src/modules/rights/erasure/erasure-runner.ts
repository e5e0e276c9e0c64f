import { Injectable } from '@nestjs/common';
import { SignIn } from '../../../platform/auth/sign-in.js';
import { WorkerDatabase } from '../../../platform/database/worker-database.js';
import { ConsentsService } from '../../consents/index.js';
import type { Step } from '../../../platform/database/leased-jobs.js';
import { auditErasure } from './audit-erasure.js';
import { ERASED_TABLES } from './erased-tables.js';
import * as repository from './erasure.repository.js';

/** A step's transaction is short, and a table with a million rows goes in some hundred of them. */
const ROWS_A_STEP = 5000;
/** A hold that came in the middle stops the rest as well. */
const HELD: Step = { waitSeconds: 3600 };

/** Erases one patient, some thousand rows a step, as the worker in that clinic. Held ones wait. */
@Injectable()
export class ErasureRunner {
  /** Erasures whose patients this node has closed, and not erased yet: should another one have died over it, it is done again. */
  private readonly closed = new Set<string>();

  constructor(
    private readonly worker: WorkerDatabase,
    private readonly signIn: SignIn,
    private readonly consents: ConsentsService,
  ) {}

  async step(clinicId: string, id: string): Promise<Step> {
    const one = await this.worker.as.inClinic(clinicId, () => repository.findErasure(id));
    if (!one || one.state === 'done' || one.state === 'cancelled' || one.state === 'requested') return 'done';
    if (one.isHeld) return HELD;
    if (!this.closed.has(id)) {
      // First that nobody can take it back any more: what follows is not undone.
      const isStopped =
        one.state === 'approved' && !(await this.worker.as.inClinic(clinicId, () => repository.setRunning(id)));
      if (isStopped) return this.step(clinicId, id);
      await this.close(clinicId, one);
      this.closed.add(id);
      return 'more';
    }
    const step = await this.worker.as.inClinic(clinicId, () => eraseSome(one));
    if (step === 'done') this.closed.delete(id);
    return step;
  }

  /** From here on nothing comes in, a visit that goes on is over, and nobody signs in as this patient. Each of it may be done twice. */
  private async close(clinicId: string, { patientId }: repository.Erasure): Promise<void> {
    await this.consents.withdrawAll(clinicId, patientId);
    const personId = await this.worker.as.inClinic(clinicId, () => repository.endMembership(patientId));
    if (personId) await this.forget(clinicId, personId);
  }

  /** Here nothing rings any more. Whom no clinic knows any more: the other clinics' too, then the account, then the name by which all is found. */
  private async forget(clinicId: string, personId: string): Promise<void> {
    const person = await this.worker.as.asPerson(personId, () => repository.findUnknownPerson(personId));
    for (const one of person?.clinicIds ?? [clinicId])
      await this.worker.as.inClinic(one, () => repository.forgetInClinic(personId));
    if (!person) return;
    if (person.account) await this.signIn.removeAccount(person.account);
    await this.worker.as.outside(() => repository.forgetPerson(personId));
  }
}

async function eraseSome({ id, patientId }: repository.Erasure): Promise<Step> {
  // Asked where it counts: one that came since the step began.
  if ((await repository.findErasure(id))?.isHeld) return HELD;
  const observations = await repository.eraseObservations(patientId, ROWS_A_STEP);
  if (observations > 0) {
    await repository.addCount(id, 'numbers', observations);
    return 'more';
  }
  let left = ROWS_A_STEP;
  for (const table of ERASED_TABLES) {
    const rows = await repository.eraseFrom(table, patientId, left);
    if (rows > 0) await repository.addCount(id, table.kind, rows);
    left -= rows;
    if (left <= 0) return 'more';
  }
  const approvedBy = await repository.finish(id);
  if (approvedBy) await auditErasure({ id, patientId, approvedBy });
  return 'done';
}
