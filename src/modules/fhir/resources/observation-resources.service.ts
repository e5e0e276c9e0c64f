import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../platform/auth/caller.js';
import { Clock } from '../../../platform/clock/clock.js';
import { Config } from '../../../platform/config/config.js';
import { Database } from '../../../platform/database/database.js';
import { DomainError, notFound } from '../../../platform/http/domain-error.js';
import type { Line } from '../../../platform/json/index.js';
import {
  bytesOf,
  ClosedPeriods,
  type ClosedTime,
  CONTRADICTION,
  findContradictions,
  isNotStorable,
  MOST_ANSWER_BYTES,
  type NewObservation,
  type ObservationRow,
  ObservationSearches,
  ObservationsService,
  PeriodClosed,
  type SearchPlace,
  type Storable,
  type Stored,
  storeLines,
  type StreamOrder,
} from '../../observations/index.js';
import type { Monitored } from '../../patients/index.js';
import type { Ways } from '../once.js';
import { isWithin, parseObservationSearch } from '../search/index.js';
import { refuse, statusOfSearch } from './fhir-errors.js';
import { nameless, type NamesAt, namesIn } from './entry-names.js';
import { findLivingIds } from './living-ids.js';
import {
  asError,
  type Condition,
  type Entry,
  issue,
  type Readable,
  readEntry,
  toEntry,
  withLinks,
} from './observation-entry.js';
import { relateSubject } from './own-address.js';
import { placeRefusal } from './place-refusal.js';
import { renderClosed } from './render-closed.js';
import { renderObservation } from './render-observation.js';
import { entryText, toIgnoredEntry, toSearchset } from './searchset.js';
import { toLinks } from './to-links.js';

/** A stored observation as it goes out. */
export interface Rendered {
  readonly row: ObservationRow;
  readonly text: string;
}
interface Made extends Rendered {
  readonly isNew: boolean;
}
type Found = Awaited<ReturnType<ObservationSearches['search']>>;
const NOTHING: Found = { rows: [], places: [], next: undefined };
type ReadEntry = Readable | DomainError;

/** FHIR Observations on their way into the store and out of it. */
@Injectable()
export class ObservationResources {
  constructor(
    private readonly database: Database,
    private readonly observations: ObservationsService,
    private readonly searches: ObservationSearches,
    private readonly closed: ClosedPeriods,
    private readonly clock: Clock,
    private readonly config: Config,
  ) {}

  /** How a create is told again. */
  readonly ways: Ways<Made> = {
    placeOf: ({ row, isNew }) => ({ id: row.id, version: String(row.version), isNew }),
    read: async (caller, { id, version, isNew }) => ({ ...(await this.read(caller, id, version)), isNew }),
  };

  async create(caller: Caller, resource: unknown, condition?: string): Promise<Made> {
    const ifNoneExist = condition === undefined ? undefined : headerCondition(condition);
    const { prepared, stored } = await this.storeAll(caller, [this.readEntry({ resource, path: '', ifNoneExist })]);
    const [entry] = prepared;
    if (!entry || entry instanceof DomainError) throw entry ?? notFound('observation');
    const { id, version, outcome } = stored[0]!;
    // What is there may be written in another way than what was sent; under a condition it may be another reading.
    if (outcome === 'unchanged') return { ...(await this.read(caller, id, String(version))), isNew: false };
    const row = asRow(entry, stored[0]!);
    return { row, text: renderObservation(row), isNew: outcome === 'created' };
  }

  /** All or nothing. */
  async createAll(caller: Caller, resources: readonly Entry[]): Promise<Stored[]> {
    const { prepared, stored } = await this.storeAll(
      caller,
      resources.map((one) => this.readEntry(one)),
      namesIn(resources.map(({ fullUrl }) => fullUrl)),
    );
    const refused = prepared.filter((entry) => entry instanceof DomainError);
    if (refused.length === 0) return stored;
    const errors = refused
      .slice(0, 20)
      .flatMap((e) => (e.errors.length ? e.errors : [{ path: '', message: e.message, code: e.issueType }]));
    throw new DomainError('TRANSACTION_REFUSED', refused[0]!.status, 'Nothing was stored: see the issues.', errors);
  }

  /** Each on its own: a bad entry does not take the rest with it. */
  async createEach(caller: Caller, resources: readonly Entry[]): Promise<(Stored | DomainError)[]> {
    const nowMs = this.clock.now().getTime();
    const read = resources.map((one) => this.readEntry(one));
    const good = read.filter((entry) => !(entry instanceof DomainError)) as Readable[];
    const stored =
      good.length === 0
        ? []
        : await this.observations.storeEach(
            caller,
            good.map((entry) => toStorable(entry, nowMs)),
          );
    let next = 0;
    return read.map((entry) => (entry instanceof DomainError ? entry : placed(stored[next]!, good[next++]!.path)));
  }

  /** Observations of a stream, one a line: each on its own. */
  createLines(caller: Caller, lines: readonly Line[], order: StreamOrder): Promise<string[]> {
    const nowMs = this.clock.now().getTime();
    const storeEach = async (...[by, items, turn]: Parameters<ObservationsService['storeEach']>) =>
      (await this.observations.storeEach(by, items, turn)).map((one) => placed(one, ''));
    return storeLines({ storeEach }, caller, lines, order, (value) => {
      const entry = this.readEntry({ resource: value, path: '' });
      return entry instanceof DomainError ? entry : toStorable(entry, nowMs);
    });
  }

  private readEntry(entry: Entry): ReadEntry {
    relateSubject(entry.resource, this.config.publicUrl);
    return readEntry(entry);
  }

  /**
   * @param namesAt - by which they may refer to each other
   * @returns what each entry became on the way; and the stored ones in order, none unless all were good
   */
  private async storeAll(
    caller: Caller,
    read: readonly ReadEntry[],
    namesAt: NamesAt = nameless,
  ): Promise<{ prepared: (NewObservation | DomainError)[]; stored: Stored[] }> {
    const nowMs = this.clock.now().getTime();
    let prepared: (NewObservation | DomainError)[] = read.filter((entry) => entry instanceof DomainError);
    if (prepared.length > 0) return { prepared, stored: [] };
    const readable = read as readonly Readable[];
    const patientIds = [...new Set(readable.map(({ facts }) => facts.patientRef))];
    const build = (patients: ReadonlyMap<string, Monitored>) => {
      prepared = readable.map((entry) => toEntry(entry, patients.get(entry.facts.patientRef), nowMs));
      if (prepared.every((entry) => !(entry instanceof DomainError)))
        for (const i of findContradictions(prepared as NewObservation[]))
          prepared[i] = asError([issue('value', 'Observation.value', `value ${CONTRADICTION}`)], readable[i]!.path);
      if (prepared.some((entry) => entry instanceof DomainError)) return [];
      return (prepared as NewObservation[]).map((one, i) => withLinks(one, namesAt(i)));
    };
    try {
      return { stored: await this.observations.storeBuilt(caller, patientIds, build), prepared };
    } catch (error) {
      if (error instanceof PeriodClosed) return { prepared: refusedAt(error.places, readable), stored: [] };
      if (!isNotStorable(error)) throw error;
      // Of several it is not known which one.
      throw placeRefusal(error, readable.length === 1 ? readable[0]!.path : 'Bundle.entry.resource');
    }
  }

  async read(caller: Caller, id: string, version?: string): Promise<Rendered> {
    if (version !== undefined && !/^[1-9]\d{0,8}$/.test(version)) throw notFound('version of this observation');
    const row = await this.observations.read(caller, id, version === undefined ? undefined : Number(version));
    return { row, text: renderObservation(row) };
  }

  /** @returns the text of a searchset Bundle */
  async search(caller: Caller, parameters: URLSearchParams, strict: boolean): Promise<string> {
    const parsed = parseObservationSearch(parameters, { strict, base: `${this.config.publicUrl}/fhir/` });
    if (!parsed.ok) return refuse(parsed.issues, statusOfSearch(parsed.issues));
    const { query } = parsed;
    if (query.identifier)
      refuse([issue('not-supported', 'identifier', 'Observations are not searched by identifier')], 400);
    const asked = query.patientIds?.map((id) => id.toLowerCase());
    if (query.ids) {
      const patientIds = asked && (await findLivingIds(this.database, caller, asked));
      if (query.codes.length > 0 || query.date.length > 0 || query.categories.length > 0 || query.statuses)
        refuse([issue('not-supported', '_id', '_id is searched for alone, or with patient and _lastUpdated')], 400);
      const { updated } = query;
      const wanted = await this.readAll(
        caller,
        query.ids,
        (row) =>
          (patientIds?.includes(row.patientId) ?? true) && (updated === undefined || isWithin(updated, row.receivedMs)),
      );
      if (query.count === 0) return this.total(wanted.length, parameters, query.ignored);
      return this.bundle(wanted, parameters, query.ignored);
    }
    if (!asked) return refuse([issue('too-costly', 'patient', 'say whose observations: patient=<id>')], 400);
    const { codes, categories, statuses, date, updated } = query;
    if (query.count === 0) {
      const patientIds = await findLivingIds(this.database, caller, asked);
      const total = await this.searches.count(caller, { patientIds, codes, categories, statuses, date, updated });
      return this.total(total, parameters, query.ignored);
    }
    const page = {
      newestFirst: query.sort === '-date',
      count: query.count,
      after: query.cursor === null ? undefined : readCursor(query.cursor),
    };
    let wanted = { patientIds: asked, codes, categories, statuses, date, updated };
    let found = asked.length > 1 ? NOTHING : await this.searches.search(caller, { ...wanted, ...page });
    // Of one patient who was merged nothing is found by the old id: only then, or among several, is it asked for.
    if (found.rows.length === 0) {
      const patientIds = await findLivingIds(this.database, caller, asked);
      if (asked.length > 1 || patientIds[0] !== asked[0]) {
        wanted = { ...wanted, patientIds };
        found = await this.searches.search(caller, { ...wanted, ...page });
      }
    }
    const rows = fitting(found.rows);
    const next = rows.length < found.rows.length ? found.places[rows.length - 1] : found.next;
    if (next) return this.bundle(rows, parameters, query.ignored, writeCursor(next));
    // On the last page, where the reader would think that this is all there ever was.
    return this.bundle(rows, parameters, query.ignored, undefined, await this.closed.within(caller, wanted));
  }

  private async readAll(
    caller: Caller,
    ids: readonly string[],
    isWanted: (row: ObservationRow) => boolean,
  ): Promise<ObservationRow[]> {
    const rows: ObservationRow[] = [];
    let bytes = 0;
    for (const id of ids.slice(0, 50)) {
      try {
        const row = await this.observations.read(caller, id);
        if (!isWanted(row)) continue;
        rows.push(row);
        bytes += bytesOf(row);
        if (bytes > MOST_ANSWER_BYTES && rows.length > 1)
          refuse([issue('too-costly', '_id', 'these are more than 10 MB together: ask for fewer ids at once')], 400);
      } catch (error) {
        if (!(error instanceof DomainError && error.status === 404)) throw error;
      }
    }
    return rows;
  }

  private bundle(
    rows: readonly ObservationRow[],
    parameters: URLSearchParams,
    ignored: readonly string[],
    next?: string,
    closed: readonly ClosedTime[] = [],
  ): string {
    const base = `${this.config.publicUrl}/fhir/Observation`;
    const link = JSON.stringify(toLinks(base, parameters, ignored, next));
    const entries = rows.map(
      (row) => `{"fullUrl":"${base}/${row.id}","resource":${renderObservation(row)},"search":{"mode":"match"}}`,
    );
    if (closed.length > 0) entries.push(renderClosed(closed));
    entries.push(...toIgnoredEntry(ignored).map((entry) => JSON.stringify(entry)));
    return `{"resourceType":"Bundle","type":"searchset","link":${link}${entryText(entries)}}`;
  }

  /** Only how many there are. */
  private total(total: number, parameters: URLSearchParams, ignored: readonly string[]): string {
    const base = `${this.config.publicUrl}/fhir/Observation`;
    return JSON.stringify(toSearchset(base, toLinks(base, parameters, ignored), [], { total, ignored }));
  }
}

const headerCondition = (text: string): Condition => ({ text, name: 'If-None-Exist', path: 'If-None-Exist' });

const toStorable = (entry: Readable, nowMs: number): Storable => ({
  patientId: entry.facts.patientRef,
  build: (patient) => toEntry(entry, patient, nowMs),
});

/** What the store itself refused does not say yet where it stands. */
const placed = (one: Stored | DomainError, path: string) =>
  one instanceof DomainError && one.code !== 'FHIR_INVALID' ? placeRefusal(one, path) : one;

const refusedAt = (places: ReadonlyMap<number, DomainError>, entries: readonly Readable[]): DomainError[] =>
  [...places].map(([i, refusal]) => placeRefusal(refusal, entries[i]!.path));

const asRow = (observation: NewObservation, stored: Stored): ObservationRow => ({
  ...observation,
  device: observation.device ?? null,
  id: stored.id,
  version: stored.version,
  receivedMs: stored.receivedMs,
});

/** As many as one answer holds, one at least. */
function fitting(rows: readonly ObservationRow[]): readonly ObservationRow[] {
  let bytes = 0;
  const tooMany = rows.findIndex((row, i) => {
    bytes += bytesOf(row);
    return bytes > MOST_ANSWER_BYTES && i > 0;
  });
  return tooMany < 0 ? rows : rows.slice(0, tooMany);
}

const writeCursor = ({ startMs, endMs, seriesId }: SearchPlace) =>
  Buffer.from(`${startMs}|${endMs}|${seriesId}`).toString('base64url');

function readCursor(cursor: string): SearchPlace {
  const [startMs = Number.NaN, endMs = Number.NaN, seriesId = Number.NaN] = Buffer.from(cursor, 'base64url')
    .toString()
    .split('|')
    .map((part) => (/^-?\d{1,15}$/.test(part) ? Number(part) : Number.NaN));
  const isInstant = (ms: number) => !Number.isNaN(new Date(ms).getTime());
  if (!isInstant(startMs) || !isInstant(endMs) || !(seriesId >= 0 && seriesId < 2 ** 31))
    return refuse([issue('invalid', '_cursor', '_cursor must be taken from a next link as it stands')], 400);
  return { startMs, endMs, seriesId };
}
