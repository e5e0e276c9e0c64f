import type { Database } from '../../../platform/database/database.js';
import type { Checkpoint } from './checkpoint.js';
import { findIds, findLinks, findRecords, findSettled } from './chain.repository.js';
import { type Fault, findFault, type Place, START } from './check-link.js';

export interface Verdict {
  readonly links: number;
  readonly rows: number;
  /** Hash of the last link, hexadecimal; null while there is none. */
  readonly hash: string | null;
  /** Signed checkpoints of this clinic that the chain agrees with. */
  readonly checkpoints: number;
  /** The first thing that is not as it was; null: all is well. */
  readonly fault: Fault | null;
}

const LINKS_AT_ONCE = 20;
const IDS_AT_ONCE = 20_000;

/**
 * Goes through a clinic's chain from its first link, and through the rows beside it.
 *
 * @param checkpoints - genuine ones of this clinic
 */
export async function verifyClinic(
  database: Database,
  clinicId: string,
  checkpoints: readonly Checkpoint[],
): Promise<Verdict> {
  // Read first: up to here every row that there is must be in a link.
  const settled = await database.inClinic(clinicId, findSettled);
  const expected = Map.groupBy(checkpoints, ({ seq }) => seq);
  const strays = new Strays();
  let seen = 0;
  const look = async (upTo: number): Promise<void> => {
    for (let ids = [seen]; ids.length > 0 && seen < upTo;) {
      ids = await database.inClinic(clinicId, () => findIds(seen, upTo, IDS_AT_ONCE));
      strays.present(ids);
      seen = ids.at(-1) ?? upTo;
    }
  };
  let place: Place = START;
  let agreed = 0;
  const verdict = (fault: Fault | null): Verdict => ({
    links: place.seq,
    rows: place.total,
    hash: place.seq === 0 ? null : place.hash.toString('hex'),
    checkpoints: agreed,
    fault,
  });
  for (;;) {
    const { links, rows } = await database.inClinic(clinicId, async () => {
      const found = await findLinks(place.seq, LINKS_AT_ONCE);
      return { links: found, rows: await findRecords(found.flatMap(({ ids }) => ids)) };
    });
    if (links.length === 0) break;
    const byId = new Map(rows.map((row) => [row.id, row]));
    for (const link of links) {
      const fault = findFault(link, byId, place);
      if (fault) return verdict(fault);
      place = link;
      strays.sealed(link.ids);
      const claims = expected.get(link.seq) ?? [];
      const denied = claims.find(({ hash }) => hash !== link.hash.toString('hex'));
      if (denied) return verdict(againstCheckpoint(link.ids[0] ?? null, denied));
      agreed += claims.length;
      expected.delete(link.seq);
    }
    await look(Math.min(settled, Math.max(...links.flatMap(({ ids }) => ids))));
  }
  const [beyond] = [...expected.values()].flat().sort((a, b) => a.seq - b.seq);
  if (beyond) return verdict(cutOff(place, beyond));
  await look(settled);
  const stray = strays.first();
  return verdict(stray === undefined ? null : inserted(stray, place));
}

/** Ids that so far only one side knows: sealed and not seen in the table yet, or the other way round. Read side by side, so few. */
class Strays {
  private readonly sealedOnly = new Set<number>();
  private readonly hereOnly = new Set<number>();

  sealed(ids: readonly number[]): void {
    for (const id of ids) if (!this.hereOnly.delete(id)) this.sealedOnly.add(id);
  }

  present(ids: readonly number[]): void {
    for (const id of ids) if (!this.sealedOnly.delete(id)) this.hereOnly.add(id);
  }

  /** The first row of the table that no link holds. */
  first(): number | undefined {
    return this.hereOnly.size === 0 ? undefined : [...this.hereOnly].reduce((least, id) => Math.min(least, id));
  }
}

const inserted = (rowId: number, { seq }: Place): Fault => ({
  kind: 'inserted',
  rowId,
  seq,
  sentence: `row ${rowId} is in the table and was never sealed: it was inserted behind Stepwell's back`,
});

const againstCheckpoint = (rowId: number | null, { seq, at }: Checkpoint): Fault => ({
  kind: 'seal-broken',
  rowId,
  seq,
  sentence: `link ${seq} is not the one that was signed at ${at}: the chain up to it was written anew`,
});

const cutOff = (place: Place, { seq, total, at }: Checkpoint): Fault => ({
  kind: 'cut-off',
  rowId: null,
  seq: place.seq,
  sentence: `the chain ends with link ${place.seq} and ${place.total} rows, but at ${at} it had come to link ${seq} and ${total} rows: its end was cut off`,
});
