import { findStanding, type Stored } from '../../observations/index.js';
import { findVersionsTold, keepTold } from './upload-readings.repository.js';

/** Of readings that a file told, those that stand as it told them; true: it wrote what stands, false: it said so, too. */
export type StandingAsTold = ReadonlyMap<string, boolean>;

export async function findStandingAsTold(uploadId: string, ids: readonly string[]): Promise<StandingAsTold> {
  const told = await findVersionsTold(uploadId, ids);
  const standing = await findStanding(told.map(({ id, version }) => ({ id, version: Math.abs(version) })));
  const asTold = told.filter(({ id, version }) => standing.get(id)?.version === Math.abs(version));
  return new Map(asTold.map(({ id, version }) => [id, version > 0]));
}

/**
 * A correction of the zone has moved what a file told: it stays the file's own, and goes with it. In the transaction of the
 * move. What somebody has said of a reading since goes along, and is nobody's but theirs.
 *
 * @param asTold - how they stood before the move
 * @param now - where each is, by its old id
 */
export async function followMoves(
  uploadId: string,
  asTold: StandingAsTold,
  now: ReadonlyMap<string, string>,
): Promise<void> {
  const moved = [...asTold].flatMap(([id, wrote]) => {
    const to = now.get(id) ?? id;
    return to === id ? [] : [{ id: to, wrote }];
  });
  if (moved.length === 0) return;
  const standing = await findStanding(moved.map(({ id }) => ({ id, version: 1 })));
  await keepTold(
    uploadId,
    moved.flatMap(({ id, wrote }): Stored[] => {
      const version = standing.get(id)?.version;
      return version === undefined ? [] : [{ id, version, outcome: wrote ? 'updated' : 'unchanged', receivedMs: 0 }];
    }),
  );
}
