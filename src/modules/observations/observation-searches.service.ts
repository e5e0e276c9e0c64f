import { Injectable } from '@nestjs/common';
import { type Caller, touchPatients } from '../../platform/auth/caller.js';
import { patientFilter, UUID } from '../../platform/auth/compartment.js';
import { Database, openTransaction } from '../../platform/database/database.js';
import { entering } from '../../platform/database/pipelined.js';
import { type Part, send, type Sent, type Statement } from '../../platform/database/statement.js';
import type { ObservationRow } from './observation.js';
import { completePage, heldAtOnce, onceAtRest } from './complete-page.js';
import { type PageRow, type RawPage, readPage } from './page-columns.js';
import type { RawRow } from './row.js';
import {
  askingForOthers,
  counting,
  findingLeftOut,
  type ObservationSearch,
  searching,
  type SearchPlace,
} from './search.repository.js';
import { DEVICES_BY_SERIES } from './source-devices.js';
import { type SharedTexts, toRows } from './whole-rows.js';

export interface FoundPage {
  readonly rows: readonly ObservationRow[];
  /** Where each of them stands: a page that was cut there goes on behind it. */
  readonly places: readonly SearchPlace[];
  /** Where the next page begins; undefined on the last one. */
  readonly next: SearchPlace | undefined;
}

type Within = Pick<ObservationSearch, 'patientIds' | 'answersOf'>;
type Narrowing = 'codes' | 'categories' | 'statuses' | 'date' | 'updated';

/** Searches of observations: what clients ask again and again, so they take the short way into the database. */
@Injectable()
export class ObservationSearches {
  constructor(private readonly database: Database) {}

  /**
   * Patients out of reach have no observations.
   *
   * @throws DomainError TOO_BUSY when what is found first has changed each time before it was read
   */
  search(caller: Caller, search: ObservationSearch): Promise<FoundPage> {
    return onceAtRest(() => this.searchOnce(caller, search));
  }

  private async searchOnce(caller: Caller, search: ObservationSearch): Promise<FoundPage | undefined> {
    const asked = search.patientIds.filter((id) => UUID.test(id));
    const { reachable, found } = await this.find(caller, { ...search, patientIds: asked });
    const held = heldAtOnce(found.slice(0, search.count));
    const page = await completePage(held, (rows) => this.leftOut(caller.clinicId, rows));
    // The first one has changed while it was fetched: only the search knows what stands there now.
    if (page.length === 0 && held.length > 0) return undefined;
    touchPatients(caller, reachable);
    return {
      rows: await toRows(caller.clinicId, page, (raw) => raw.patient_id ?? reachable[0]!, this.texts(caller.clinicId)),
      places: page.map(placeOf),
      next: found.length > page.length ? placeOf(page.at(-1)!) : undefined,
    };
  }

  /** How many a search finds on all its pages. */
  async count(caller: Caller, search: Pick<ObservationSearch, 'patientIds' | Narrowing>): Promise<number> {
    const asked = search.patientIds.filter((id) => UUID.test(id));
    const { reachable, found } = await this.apart<{ total: number }>(caller, asked, (within) =>
      counting(caller.clinicId, { ...search, ...within }),
    );
    touchPatients(caller, reachable);
    return found[0]?.total ?? 0;
  }

  /** What may walk a whole history takes its time, so it stays off the short way, which has few connections. */
  private apart<Row extends object>(
    caller: Caller,
    asked: readonly string[],
    ask: (within: Within) => Part,
  ): Promise<{ reachable: string[]; found: Row[] }> {
    return this.database.inClinic(caller.clinicId, async () => {
      const tx = openTransaction()!;
      const reachable = idsOf(await send(tx, findingReachable(caller, asked)));
      if (reachable.length === 0) return { reachable, found: [] };
      const answersOf =
        caller.reach === 'delegated'
          ? { answersOf: idsOf(await send(tx, findingReachable({ ...caller, type: 'Response' }, asked))) }
          : {};
      const { rows } = await send<Row>(tx, ask({ patientIds: reachable, ...answersOf }));
      return { reachable, found: rows };
    });
  }

  private async find(caller: Caller, search: ObservationSearch): Promise<{ reachable: string[]; found: PageRow[] }> {
    const { clinicId } = caller;
    if (search.updated) {
      const ask = (within: Within) => searching(clinicId, { ...search, ...within });
      const { reachable, found } = await this.apart<RawPage>(caller, search.patientIds, ask);
      return { reachable, found: found.flatMap(readPage) };
    }
    const enter = entering(clinicId);
    const reaching = findingReachable(caller, search.patientIds);
    // In a whole clinic the policy already is the wall: the answer need not be waited for.
    if (caller.reach === 'clinic') {
      const asking = askingForOthers(clinicId, search);
      const own = searching(clinicId, search, asking !== undefined);
      const together = [enter, reaching, own, ...(asking ? [asking] : [])];
      const [, reachable, found, others] = await this.database.hot.together(together);
      if (!others?.rows.length) return { reachable: idsOf(reachable!), found: pageOf(found!) };
      const [, all] = await this.database.hot.together([enter, searching(clinicId, search)]);
      return { reachable: idsOf(reachable!), found: pageOf(all!) };
    }
    const answering = findingReachable({ ...caller, type: 'Response' }, search.patientIds);
    const isFollower = caller.reach === 'delegated';
    const [, reached, answers] = await this.database.hot.together([
      enter,
      reaching,
      ...(isFollower ? [answering] : []),
    ]);
    const reachable = idsOf(reached!);
    const within = { ...search, patientIds: reachable, ...(answers ? { answersOf: idsOf(answers) } : {}) };
    const [, found] = await this.database.hot.together([enter, searching(clinicId, within)]);
    return { reachable, found: pageOf(found!) };
  }

  private async leftOut(clinicId: string, rows: readonly PageRow[]): Promise<RawRow[]> {
    const [, found] = await this.database.hot.together([entering(clinicId), findingLeftOut(clinicId, rows)]);
    return found!.rows as unknown as RawRow[];
  }

  private texts(clinicId: string): SharedTexts {
    const read = async <Row>(statement: Statement, ids: readonly number[]): Promise<Row[]> => {
      const values = [`{${ids.join(',')}}`];
      const [, found] = await this.database.hot.together([entering(clinicId), { statement, values }]);
      return found!.rows as Row[];
    };
    return { bodies: (ids) => read(BODIES, ids), devices: (ids) => read(DEVICES, ids) };
  }
}

const idsOf = ({ rows }: Sent<Record<string, unknown>>) => rows.map(({ id }) => id as string);
const pageOf = ({ rows }: Sent<Record<string, unknown>>) => (rows as unknown as RawPage[]).flatMap(readPage);
const placeOf = ({ start_ms, end_ms, series_id }: RawRow): SearchPlace => ({
  startMs: Math.round(start_ms),
  endMs: Math.round(end_ms),
  seriesId: series_id,
});

const BODIES: Statement = { name: 'skeleton-bodies', text: 'SELECT id, body FROM skeleton WHERE id = ANY($1::int[])' };
const DEVICES: Statement = { name: 'series-devices', text: DEVICES_BY_SERIES };

function findingReachable(caller: Caller, ids: readonly string[]): Part {
  const filter = patientFilter(caller, 'p.id', 2);
  return {
    statement: {
      // One name, one text: what differs in the filter must differ in the name.
      name: `reachable-${caller.reach}-${caller.sharesFor ?? filter.parameters.length}`,
      text: `SELECT p.id FROM patient p WHERE p.id = ANY($1::uuid[]) AND ${filter.sql}`,
    },
    values: [`{${ids.join(',')}}`, ...filter.parameters],
  };
}
