import { Injectable } from '@nestjs/common';
import type { Caller } from '../../platform/auth/caller.js';
import { patientFilter, UUID } from '../../platform/auth/compartment.js';
import { Database } from '../../platform/database/database.js';
import { enterClinic } from '../../platform/database/pipelined.js';
import type { Transaction } from '../../platform/database/statement.js';
import { findBodies } from './known-parts.js';
import type { ObservationRow } from './observation.js';
import { toRow } from './row.js';
import { type ObservationSearch, searchRows, type SearchPlace } from './search.repository.js';

export interface FoundPage {
  readonly rows: readonly ObservationRow[];
  /** Where the next page begins; undefined on the last one. */
  readonly next: SearchPlace | undefined;
}

/** Searches of observations: what clients ask again and again, so they take the short way into the database. */
@Injectable()
export class ObservationSearches {
  constructor(private readonly database: Database) {}

  /** Patients out of reach have no observations. */
  search(caller: Caller, search: ObservationSearch): Promise<FoundPage> {
    const asked = search.patientIds.filter((id) => UUID.test(id));
    return this.database.hot.transaction(async (tx) => {
      void enterClinic(tx, caller.clinicId);
      const reachable = findReachable(tx, caller, asked);
      // In a whole clinic the policy already is the wall: the answer need not be waited for.
      const patientIds = caller.reach === 'clinic' ? asked : await reachable;
      const found = await searchRows(tx, caller.clinicId, { ...search, patientIds });
      caller.act.patientId = asked.length === 1 && (await reachable).length === 1 ? asked[0]! : null;
      const page = found.slice(0, search.count);
      const ids = page.map((raw) => raw.skeleton_id);
      const bodies = await findBodies(caller.clinicId, ids, (missing) => readBodies(tx, missing));
      const last = found.length > search.count ? page.at(-1) : undefined;
      return {
        rows: page.map((raw) => toRow(raw, raw.patient_id, bodies.get(raw.skeleton_id)!)),
        next: last && { startMs: Math.round(last.start_ms), endMs: Math.round(last.end_ms), seriesId: last.series_id },
      };
    });
  }
}

async function findReachable(tx: Transaction, caller: Caller, ids: readonly string[]): Promise<string[]> {
  const filter = patientFilter(caller, 'p.id', 2);
  const { rows } = await tx.send<{ id: string }>(
    {
      // One name, one text: what differs in the filter must differ in the name.
      name: `reachable-${caller.reach}-${caller.sharesFor ?? filter.parameters.length}`,
      text: `SELECT p.id FROM patient p WHERE p.id = ANY($1::uuid[]) AND ${filter.sql}`,
    },
    [`{${ids.join(',')}}`, ...filter.parameters],
  );
  return rows.map(({ id }) => id);
}

async function readBodies(tx: Transaction, ids: readonly number[]): Promise<{ id: number; body: string }[]> {
  const { rows } = await tx.send<{ id: number; body: string }>(
    { name: 'skeleton-bodies', text: 'SELECT id, body FROM skeleton WHERE id = ANY($1::int[])' },
    [`{${ids.join(',')}}`],
  );
  return rows;
}
