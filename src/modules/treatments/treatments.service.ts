import { Injectable } from '@nestjs/common';
import { civilDayAt, zoneAt } from '../../metrics/index.js';
import { audit } from '../../platform/auth/audit.js';
import type { Caller } from '../../platform/auth/caller.js';
import { reachPatient } from '../../platform/auth/compartment.js';
import type { Sensitivity } from '../../platform/auth/sensitivity.js';
import { Clock } from '../../platform/clock/clock.js';
import { Database } from '../../platform/database/database.js';
import { findZones } from '../patients/index.js';
import { findChangeable, labelledAs, labelOf, mayChangeLabel, type StoredRecord } from '../record/index.js';
import { findTreatments, toTreatment } from './find-treatments.js';
import { findKnown, reachTreatment, saveTreatment } from './stored-treatments.js';
import { readBody, readChange } from './read-body.js';
import { toTreatmentView } from './to-treatment-view.js';
import { ALL_FACTS, isSame, type TreatmentInTime } from './treatment.js';
import { treatmentChanged, treatmentProtected } from './treatments.errors.js';
import type { NewTreatment, TreatmentChange, Treatments, TreatmentView } from './treatments.schema.js';
import { asMistake, type Writing, writeTreatment } from './write-treatment.js';

/** Which treatment of which patient. */
interface Place {
  readonly patientId: string;
  readonly treatmentId: string;
}

/** Doses and procedures: noted, corrected, ended, taken back. */
@Injectable()
export class TreatmentsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  list(caller: Caller, asked: string): Promise<Treatments> {
    return this.database.inClinic(caller.clinicId, async () => {
      await reachPatient(caller, asked);
      const patientId = asked.toLowerCase();
      const zones = await findZones(patientId);
      const { items: found, isCut } = await findTreatments(caller, patientId, zones);
      caller.act.count = found.length;
      const changeable = await findChangeable(
        caller,
        found.map(({ record }) => record),
      );
      return {
        timeZone: zoneAt(zones, this.clock.now().getTime()),
        items: found.map((one) => toTreatmentView(one, changeable.has(one.record))),
        isCut,
      };
    });
  }

  /** The same again is the same treatment, as it stands now: a retry is never doubled. */
  create(caller: Caller, asked: string, { id, label = null, ...body }: NewTreatment): Promise<TreatmentView> {
    return this.within(caller, asked, async (patientId, time) => {
      const facts = readBody(body, time.today);
      caller.act.objectId = id;
      const resource = labelledAs(writeTreatment(facts, this.writing(caller, patientId, time)), label);
      const known = await findKnown(caller, { id, patientId, facts, label }, time.zones);
      if (known) caller.act.became = 'read';
      const saved = known ?? (await saveTreatment(caller, { id, patientId, resource, expectedVersion: 0 }));
      await audit(caller);
      return view(caller, saved, time);
    });
  }

  /**
   * Corrects or ends it: what the change names, and nothing else. What it was stays as a version. The same change again is answered as the first time.
   *
   * @throws DomainError TREATMENT_CHANGED when somebody was faster, TREATMENT_PROTECTED when the writer would change what
   * somebody else protected
   */
  change(caller: Caller, place: Place, { version, label: wanted, ...body }: TreatmentChange): Promise<TreatmentView> {
    return this.within(caller, place.patientId, async (patientId, time) => {
      const id = place.treatmentId;
      const { record, facts: before } = await reachTreatment(caller, { kind: body.kind, id, patientId }, time.zones);
      const facts = readChange(body, before, time.today);
      caller.act.objectId = id;
      const label = wanted === undefined ? labelOf(record) : wanted;
      const isAsBefore = isSame(before, facts, ALL_FACTS) && labelOf(record) === label;
      const isRepeat = record.version === version + 1 && isAsBefore;
      const write = async () => {
        await assertChangeable(caller, record, version, label);
        const standing = { resource: record.resource, facts: before };
        // What was planned, said again as it stands once its day has come: so it came.
        const cameSo = before.planned && isAsBefore && facts.on !== null && facts.on <= time.today;
        const written = writeTreatment(facts, { ...this.writing(caller, patientId, time), cameSo }, standing);
        const resource = label === labelOf(record) ? written : labelledAs(written, label);
        return saveTreatment(caller, { id, patientId, resource, expectedVersion: version });
      };
      const saved = isRepeat ? record : await write();
      await audit(caller);
      return view(caller, saved, time);
    });
  }

  /** Taken down by mistake: gone from list and lane, and kept as a version. Again: as the first time. */
  remove(caller: Caller, place: Place, version: number): Promise<void> {
    return this.within(caller, place.patientId, async (patientId, { zones }) => {
      const id = place.treatmentId;
      const { record, facts } = await reachTreatment(caller, { id, patientId }, zones, 'also taken back');
      caller.act.objectId = id;
      if (facts) {
        await assertChangeable(caller, record, version, labelOf(record));
        await saveTreatment(caller, { id, patientId, resource: asMistake(record.resource), expectedVersion: version });
      }
      await audit(caller);
    });
  }

  private within<T>(
    caller: Caller,
    asked: string,
    act: (patientId: string, time: TreatmentInTime) => Promise<T>,
  ): Promise<T> {
    return this.database.inClinic(caller.clinicId, async () => {
      await reachPatient(caller, asked);
      const patientId = asked.toLowerCase();
      const zones = await findZones(patientId);
      return act(patientId, { zones, today: civilDayAt(zones, this.clock.now().getTime()) });
    });
  }

  private writing({ personId, name }: Caller, patientId: string, { today }: TreatmentInTime): Writing {
    return { patientId, author: { personId: personId ?? '', name }, at: this.clock.now(), today };
  }
}

async function assertChangeable(
  caller: Caller,
  record: StoredRecord,
  version: number,
  label: Sensitivity | null,
): Promise<void> {
  if (record.version !== version) throw treatmentChanged();
  if (labelOf(record) === label) return;
  if (!(await mayChangeLabel(caller, record))) throw treatmentProtected();
  // The patient finds it in the audit.
  if (label === null) caller.act.reason = 'The protection of this treatment was taken away';
}

/** What was just written stands. */
const view = async (caller: Caller, saved: StoredRecord, { zones }: TreatmentInTime) =>
  toTreatmentView(toTreatment(saved, zones)!, await mayChangeLabel(caller, saved));
