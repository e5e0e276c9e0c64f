import { Injectable } from '@nestjs/common';
import type { Caller } from '../../platform/auth/caller.js';
import { Config } from '../../platform/config/config.js';
import { Database } from '../../platform/database/database.js';
import { DomainError, invalid } from '../../platform/http/domain-error.js';
import { findCarePeople } from '../clinics/index.js';
import {
  type CopyPlace,
  findCopies,
  findIdsToBe,
  type NewObservation,
  ObservationsService,
  readCopies,
  storeOpen,
} from '../observations/index.js';
import { PatientsService, setTimeZone } from '../patients/index.js';
import { readRecord, saveRecord } from '../record/index.js';
import { carryReferences, findReferred } from './carry-references.js';
import type { PackedPatient } from './packed-patient.js';
import { gone } from './transfers.errors.js';
import { isUnderway } from './transfers.repository.js';
import type { AcceptTransfer } from './transfers.schema.js';

/** So many observations cross at a time: memory does not grow with the history. */
const PAGE = 1000;

/** The receiving side: writes what another clinic hands over, in this one. */
@Injectable()
export class TransferIntake {
  constructor(
    private readonly database: Database,
    private readonly patients: PatientsService,
    private readonly observations: ObservationsService,
    private readonly config: Config,
  ) {}

  /** Before anything is promised to the other clinic: what stands against it is told, and the offer stays as it is. */
  check(caller: Caller, body: AcceptTransfer, transferId: string): Promise<void> {
    return this.database.inClinic(caller.clinicId, async () => {
      const known = await findCarePeople(body.careTeam);
      const stranger = body.careTeam.findIndex((personId) => !known.includes(personId));
      if (stranger >= 0)
        throw invalid([{ path: `careTeam.${stranger}`, message: 'must be a clinician or coordinator of this clinic' }]);
      await this.patients.refuseSomebodyElse(body.patientId, transferId);
    });
  }

  /** The patient with zones and documents, all or nothing. Again: what is there stays. */
  register(caller: Caller, body: AcceptTransfer, packed: PackedPatient, transferId: string): Promise<void> {
    return this.database.inClinic(caller.clinicId, async () => {
      await this.patients.registerTransferred(caller, {
        id: body.patientId,
        resource: packed.patient,
        careTeam: body.careTeam,
        contactPersonId: body.contactPersonId,
        firstZone: packed.zones[0]?.zone ?? null,
        transferId,
      });
      for (const { sinceMs, zone } of packed.zones)
        if (Number.isFinite(sinceMs)) await setTimeZone(body.patientId, sinceMs, zone);
      for (const { type, id, resource } of packed.documents)
        if (!(await readRecord(type, id))) await saveRecord({ type, id, patientId: body.patientId, resource });
    });
  }

  /** Page by page, each read in the one clinic, as long as it has not revoked, and then written in the other. */
  async copyObservations(caller: Caller, crossing: Crossing): Promise<number> {
    const { publicUrl } = this.config;
    let place: CopyPlace | undefined;
    let copied = 0;
    do {
      const { items, referred, next } = await this.readPage(crossing, place);
      const readings = await this.nameReferred(caller, crossing.to, referred);
      const named = items.map((one) => carryReferences(one, { readings, patientIds: crossing.recordIds, publicUrl }));
      const act = { patientId: null, objectId: null, count: 0, written: false };
      // Where it was interrupted, retention may have closed months of what had come.
      const became = await storeOpen(this.observations, { ...caller, act }, named);
      copied += became.filter((one) => !(one instanceof DomainError)).length;
      place = next;
    } while (place);
    return copied;
  }

  /** With those of the patient's readings that are referred to: of a series that comes later, or came before. */
  private readPage({ id, clinicId, from, to }: Crossing, after: CopyPlace | undefined) {
    return this.database.inClinic(clinicId, async () => {
      if (!(await isUnderway(id))) throw gone();
      const page = await findCopies(from, to, after, PAGE);
      const found = await readCopies(findReferred(page.items, this.config.publicUrl));
      return { ...page, referred: [...found].filter(([, { patientId }]) => patientId === from) };
    });
  }

  /** @returns the ids of both clinics, ours by theirs */
  private async nameReferred(
    caller: Caller,
    patientId: string,
    referred: readonly (readonly [string, NewObservation])[],
  ): Promise<ReadonlyMap<string, string>> {
    if (referred.length === 0) return new Map();
    const ours = await this.database.inClinicAgain(caller.clinicId, () =>
      findIdsToBe(referred.map(([, reading]) => ({ ...reading, patientId }))),
    );
    return new Map(referred.flatMap(([theirs], i) => (ours[i] === undefined ? [] : [[theirs, ours[i]] as const])));
  }
}

/** What goes from where to whom. */
interface Crossing {
  readonly id: string;
  readonly clinicId: string;
  readonly from: string;
  readonly recordIds: readonly string[];
  readonly to: string;
}
