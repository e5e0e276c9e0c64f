import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { audit } from '../../../platform/auth/audit.js';
import type { Caller } from '../../../platform/auth/caller.js';
import { canReach, reachPatient } from '../../../platform/auth/compartment.js';
import { findLivingId } from '../../../platform/auth/merged-patient.js';
import { Clock } from '../../../platform/clock/clock.js';
import { Config } from '../../../platform/config/config.js';
import { Database } from '../../../platform/database/database.js';
import { DomainError } from '../../../platform/http/domain-error.js';
import {
  findIdentified,
  lockIdentifier,
  reachRecord,
  type Resource,
  saveRecord,
  searchRecords,
  type StoredRecord,
} from '../../record/index.js';
import { refuse, statusOfSearch } from '../resources/fhir-errors.js';
import { type Identifier, readCondition } from '../resources/if-none-exist.js';
import { toSearchset } from '../resources/searchset.js';
import { toLinks } from '../resources/to-links.js';
import type { Json } from '../validate/index.js';
import { validateNew } from '../validate/index.js';
import { parseRecordSearch, writePlace } from './record-search.js';
import { findAhead, findNameless, readSubject } from './sent-record.js';

/** Resources of `record` that programs search and send as they are: a patient's medication statements and procedures. */
@Injectable()
export class RecordResources {
  constructor(
    private readonly database: Database,
    private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  /** A patient out of reach has none. */
  async search(caller: Caller, type: string, parameters: URLSearchParams, strict: boolean): Promise<Json> {
    const parsed = parseRecordSearch(type, parameters, strict);
    if (!parsed.ok) return refuse(parsed.issues, statusOfSearch(parsed.issues));
    const { patientId: asked, statuses, identifiers, ids, updated, count, after, ignored } = parsed;
    const found = await this.database.inClinic(caller.clinicId, async () => {
      const patientId = await findLivingId(asked);
      if (!(await canReach(caller, patientId))) return [];
      caller.act.patientId = patientId;
      return searchRecords(type, caller, {
        patientId,
        statuses,
        identifiers,
        ids,
        updated,
        after,
        limit: count + 1,
      });
    });
    const shown = found.slice(0, count);
    const last = found.length > count ? shown.at(-1) : undefined;
    caller.act.count = shown.length;
    const base = `${this.config.publicUrl}/fhir/${type}`;
    const link = toLinks(base, parameters, ignored, last && writePlace(last));
    return toSearchset(
      base,
      link,
      shown.map(({ resource }) => resource as Json),
      { ignored },
    );
  }

  /** `If-None-Exist: identifier=…` answers the patient's own resource that carries the identifier, if there is one. */
  create(
    caller: Caller,
    type: string,
    body: unknown,
    condition: string | undefined,
  ): Promise<{ created: boolean; resource: Json }> {
    const issues = validateNew(body, type);
    if (issues.length > 0) refuse(issues, issues.some((i) => i.code === 'invalid' || i.expression === '') ? 400 : 422);
    const resource = body as Resource;
    const wrong = findNameless(resource) ?? findAhead(resource, this.clock.now().getTime());
    if (wrong) refuse([wrong]);
    const patientId = readSubject(resource) ?? refuse([NO_PATIENT(type)]);
    const identifier = condition === undefined ? undefined : readCondition(condition);
    return this.database.inClinic(caller.clinicId, async () => {
      await reachPatient(caller, patientId);
      const known = identifier && (await findKnown(caller, type, patientId, identifier));
      if (known) caller.act.became = 'read';
      const id = known?.id ?? randomUUID();
      caller.act.objectId = id;
      const saved = known ?? (await saveRecord({ type, id, patientId, resource, authorId: caller.personId }));
      await audit(caller);
      return { created: !known, resource: saved.resource as Json };
    });
  }
}

const NO_PATIENT = (type: string) => ({
  severity: 'error' as const,
  code: 'value' as const,
  expression: `${type}.subject`,
  diagnostics: 'subject must be Patient/<id>, by the id under which the patient is known here',
});

/** Two at once with the same identifier: the second waits and then finds the first. */
async function findKnown(
  caller: Caller,
  type: string,
  patientId: string,
  identifier: Identifier,
): Promise<StoredRecord | undefined> {
  await lockIdentifier(type, patientId, identifier);
  const id = await findIdentified(type, patientId, identifier);
  if (id === undefined) return undefined;
  const known = await reachRecord(caller, type, id);
  // There, and protected from whoever sends it: neither a second one nor a look at the first.
  if (!known) throw new DomainError('RECORD_PROTECTED', 412, 'What carries this identifier is not for you to read.');
  return known;
}
