import { Injectable } from '@nestjs/common';
import { type Caller, isPatientSide } from '../../../platform/auth/caller.js';
import { Config } from '../../../platform/config/config.js';
import { Database } from '../../../platform/database/database.js';
import { notFound } from '../../../platform/http/domain-error.js';
import { PatientsService } from '../../patients/index.js';
import { reachRecord, readRecord, type Resource } from '../../record/index.js';
import { parsePatientSearch } from '../search/index.js';
import { type Json, validateNew } from '../validate/index.js';
import type { Ways } from '../once.js';
import { refuse, statusOfSearch } from './fhir-errors.js';
import { type Identifier, readCondition } from './if-none-exist.js';
import { toSearchset } from './searchset.js';
import { toLinks } from './to-links.js';

/** What a create made, or found. */
interface Made {
  readonly created: boolean;
  readonly resource: Json;
}

/** FHIR's view of patients, and of the other resources whose home is `record`. */
@Injectable()
export class PatientResources {
  constructor(
    private readonly database: Database,
    private readonly patients: PatientsService,
    private readonly config: Config,
  ) {}

  async create(caller: Caller, resource: unknown, ifNoneExist: string | undefined): Promise<Made> {
    const issues = validateNew(resource, 'Patient');
    if (issues.length > 0) refuse(issues, issues.some((i) => i.code === 'invalid' || i.expression === '') ? 400 : 422);
    const { id, created } = await this.patients.registerResource(
      caller,
      resource as Resource,
      ifNoneExist === undefined ? undefined : readCondition(ifNoneExist),
    );
    return {
      created,
      resource: await this.database.inClinic(
        caller.clinicId,
        async () => (await readRecord('Patient', id))?.resource as Json,
      ),
    };
  }

  /** A resource of `record` within reach, as it is now or as it was; today's rights hold for the past as well. */
  read(caller: Caller, type: string, id: string, version?: string): Promise<Json> {
    return this.database.inClinic(caller.clinicId, async () => {
      const found = await reachRecord(caller, type, id);
      if (!found) throw notFound(type);
      if (isDraft(found.resource) && isPatientSide(caller)) throw notFound(type);
      caller.act.objectId = found.id;
      if (version === undefined) return found.resource as Json;
      const old = /^[1-9]\d{0,8}$/.test(version)
        ? await reachRecord(caller, type, found.id, Number(version))
        : undefined;
      if (!old || (isDraft(old.resource) && isPatientSide(caller))) throw notFound(`version of this ${type}`);
      return old.resource as Json;
    });
  }

  /** How a create of such a resource is told again. */
  waysOf(type: string): Ways<Made> {
    return {
      placeOf: ({ created, resource }) => {
        const { id, meta } = resource as { id: string; meta: { versionId: string } };
        return { id, version: meta.versionId, isNew: created };
      },
      read: async (caller, { id, version, isNew }) => ({
        created: isNew,
        resource: await this.read(caller, type, id, version),
      }),
    };
  }

  async search(caller: Caller, parameters: URLSearchParams, strict: boolean): Promise<Json> {
    const parsed = parsePatientSearch(parameters, { strict });
    if (!parsed.ok) return refuse(parsed.issues, statusOfSearch(parsed.issues));
    const { items, next } = await this.patients.searchResources(caller, parsed.query);
    const base = `${this.config.publicUrl}/fhir/Patient`;
    const { ignored } = parsed.query;
    return toSearchset(base, toLinks(base, parameters, ignored, next ?? undefined), items as Json[], { ignored });
  }

  /** Ids of those within reach who have the identifier, two at most: whoever means one must know whether there are more. */
  async findTwo(caller: Caller, identifier: Identifier): Promise<string[]> {
    const wanted = { identifiers: [{ system: identifier.system, code: identifier.value }], names: [], birthDate: [] };
    const { items } = await this.patients.searchResources(caller, { ...wanted, count: 2, cursor: null });
    return (items as { id: string }[]).map(({ id }) => id);
  }
}

/** A note that its author has not finished is nobody else's to read. */
const isDraft = (resource: object) => (resource as { docStatus?: string }).docStatus === 'preliminary';
