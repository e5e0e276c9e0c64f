import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../platform/auth/caller.js';
import { Clock } from '../../../platform/clock/clock.js';
import { Config } from '../../../platform/config/config.js';
import { DomainError, notFound } from '../../../platform/http/domain-error.js';
import {
  type NewObservation,
  type ObservationRow,
  ObservationsService,
  type Stored,
} from '../../observations/index.js';
import type { Monitored } from '../../patients/index.js';
import { readObservation } from '../observation/index.js';
import { parseObservationSearch } from '../search/index.js';
import { type Issue, type Json, validateResource } from '../validate/index.js';
import { refuse, statusOfSearch } from './fhir-errors.js';
import { toNewObservation, toResource } from './to-new-observation.js';

/** What became of one entry of a batch. */
export type EntryAnswer =
  { readonly ok: true; readonly stored: Stored } | { readonly ok: false; readonly error: DomainError };

/** FHIR Observations on their way into the store and out of it. */
@Injectable()
export class ObservationResources {
  constructor(
    private readonly observations: ObservationsService,
    private readonly clock: Clock,
    private readonly config: Config,
  ) {}

  async create(caller: Caller, resource: unknown): Promise<{ stored: Stored; resource: Json }> {
    const [entry] = await this.prepare(caller, [{ resource, path: '' }]);
    if (entry instanceof DomainError) throw entry;
    const [stored] = await this.observations.store(caller, [entry!]);
    return { stored: stored!, resource: toResource(asRow(entry!, stored!)) };
  }

  /** All or nothing. */
  async createAll(caller: Caller, resources: readonly { resource: unknown; path: string }[]): Promise<Stored[]> {
    const prepared = await this.prepare(caller, resources);
    const refused = prepared.filter((entry) => entry instanceof DomainError);
    if (refused.length > 0)
      throw new DomainError(
        'TRANSACTION_REFUSED',
        refused[0]!.status,
        'Nothing was stored: see the issues.',
        refused
          .slice(0, 20)
          .flatMap((e) => (e.errors.length ? e.errors : [{ path: '', message: e.message, code: e.issueType }])),
      );
    return this.observations.store(caller, prepared as NewObservation[]);
  }

  /** Each on its own: a bad entry does not take the rest with it. */
  async createEach(caller: Caller, resources: readonly { resource: unknown; path: string }[]): Promise<EntryAnswer[]> {
    const prepared = await this.prepare(caller, resources);
    const good = prepared.filter((entry) => !(entry instanceof DomainError)) as NewObservation[];
    const answers = await this.storeTogetherOrAlone(caller, good);
    return prepared.map((entry) => (entry instanceof DomainError ? { ok: false, error: entry } : answers.shift()!));
  }

  private async storeTogetherOrAlone(caller: Caller, good: readonly NewObservation[]): Promise<EntryAnswer[]> {
    if (good.length === 0) return [];
    try {
      return (await this.observations.store(caller, good)).map((stored) => ({ ok: true, stored }));
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
    }
    const answers: EntryAnswer[] = [];
    for (const one of good) {
      try {
        answers.push({ ok: true, stored: (await this.observations.store(caller, [one]))[0]! });
      } catch (error) {
        if (!(error instanceof DomainError)) throw error;
        answers.push({ ok: false, error });
      }
    }
    return answers;
  }

  /** Checks everything that can be checked before a transaction is opened. */
  private async prepare(
    caller: Caller,
    resources: readonly { resource: unknown; path: string }[],
  ): Promise<(NewObservation | DomainError)[]> {
    const read = resources.map(({ resource, path }) => {
      const issues = validateResource(resource, 'Observation');
      if (issues.length > 0) return asError(issues, path);
      const facts = readObservation(resource as object);
      return facts.ok ? { facts: facts.value, resource: resource as object, path } : asError(facts.issues, path);
    });
    const patientIds = [
      ...new Set(read.flatMap((r) => (r instanceof DomainError ? [] : [r.facts.patientRef.toLowerCase()]))),
    ];
    const patients: ReadonlyMap<string, Monitored> =
      patientIds.length > 0 ? await this.observations.findMonitored(caller, patientIds) : new Map();
    const nowMs = this.clock.now().getTime();
    return read.map((r) => {
      if (r instanceof DomainError) return r;
      const patient = patients.get(r.facts.patientRef.toLowerCase());
      if (!patient)
        return asError(
          [
            {
              severity: 'error',
              code: 'not-found',
              expression: 'Observation.subject',
              diagnostics: 'subject must be a patient of this clinic whom you may see',
            },
          ],
          r.path,
        );
      const made = toNewObservation(
        r.resource,
        { ...r.facts, patientRef: r.facts.patientRef.toLowerCase() },
        patient.zones,
        nowMs,
      );
      return 'severity' in made ? asError([made], r.path) : made;
    });
  }

  async read(caller: Caller, id: string, version?: string): Promise<Json> {
    if (version !== undefined && !/^[1-9]\d{0,8}$/.test(version)) throw notFound('version of this observation');
    return toResource(await this.observations.read(caller, id, version === undefined ? undefined : Number(version)));
  }

  async search(caller: Caller, parameters: URLSearchParams, strict: boolean): Promise<Json> {
    const parsed = parseObservationSearch(parameters, { strict });
    if (!parsed.ok) return refuse(parsed.issues, statusOfSearch(parsed.issues));
    const { query } = parsed;
    if (query.identifier)
      refuse([issue('not-supported', 'identifier', 'Observations are not searched by identifier')], 400);
    if (query.patientIds === null) {
      if (!query.ids) refuse([issue('too-costly', 'patient', 'say whose observations: patient=<id>')], 400);
      return this.bundle(await this.readAll(caller, query.ids ?? []), parameters, undefined);
    }
    const cursor = query.cursor === null ? undefined : readCursor(query.cursor);
    const rows = await this.observations.search(caller, {
      patientIds: query.patientIds.map((id) => id.toLowerCase()),
      codes: query.codes.map((c) => ({ system: c.system, code: c.code })),
      date: query.date,
      newestFirst: query.sort === '-date',
      count: query.count,
      after: cursor,
    });
    const page = rows.slice(0, query.count);
    const last = page.at(-1);
    const next =
      rows.length > query.count && last ? Buffer.from(`${last.startMs}|${last.id}`).toString('base64url') : undefined;
    return this.bundle(page, parameters, next);
  }

  private async readAll(caller: Caller, ids: readonly string[]): Promise<ObservationRow[]> {
    const rows: ObservationRow[] = [];
    for (const id of ids.slice(0, 50)) {
      try {
        rows.push(await this.observations.read(caller, id));
      } catch (error) {
        if (!(error instanceof DomainError && error.status === 404)) throw error;
      }
    }
    return rows;
  }

  private bundle(rows: readonly ObservationRow[], parameters: URLSearchParams, next: string | undefined): Json {
    const base = `${this.config.publicUrl}/fhir/Observation`;
    const link = (relation: string, cursor?: string) => {
      const asked = new URLSearchParams(parameters);
      if (cursor !== undefined) asked.set('_cursor', cursor);
      return { relation, url: `${base}?${asked}` };
    };
    return {
      resourceType: 'Bundle',
      type: 'searchset',
      link: [link('self'), ...(next === undefined ? [] : [link('next', next)])],
      entry: rows.map((row) => ({
        fullUrl: `${base}/${row.id}`,
        resource: toResource(row),
        search: { mode: 'match' },
      })),
    };
  }
}

const issue = (code: Issue['code'], expression: string, diagnostics: string): Issue => ({
  severity: 'error',
  code,
  expression,
  diagnostics,
});

function asError(issues: readonly Issue[], path: string): DomainError {
  const errors = issues.map((i) => ({
    path: path ? `${path}.${i.expression.replace(/^Observation\.?/, '')}`.replace(/\.$/, '') : i.expression,
    message: i.diagnostics,
    code: i.code,
  }));
  const status = issues.some((i) => i.code === 'invalid' || i.code === 'not-supported')
    ? 400
    : issues[0]?.code === 'not-found'
      ? 404
      : 422;
  return new DomainError('FHIR_INVALID', status, issues[0]?.diagnostics ?? '', errors, issues[0]?.code);
}

const asRow = (observation: NewObservation, stored: Stored): ObservationRow => ({
  ...observation,
  id: stored.id,
  version: stored.version,
  receivedMs: stored.receivedMs,
});

function readCursor(cursor: string): { startMs: number; id: string } {
  const match = /^(-?\d{1,16}(?:\.\d+)?)\|([0-9a-f-]{36})$/.exec(Buffer.from(cursor, 'base64url').toString());
  if (!match) return refuse([issue('invalid', '_cursor', '_cursor must be taken from a next link as it stands')], 400);
  return { startMs: Number(match[1]), id: match[2]! };
}
