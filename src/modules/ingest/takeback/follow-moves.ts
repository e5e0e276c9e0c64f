import { findStanding, type Stored } from '../../observations/index.js';
import { findVersionsTold, keepTold } from './upload-readings.repository.js';

/** That a file told a reading as it stands; it wrote that version, or said so, too. */
interface Claim {
  readonly uploadId: string;
  readonly id: string;
  readonly wrote: boolean;
}

/** What files have told of a patient's readings, where these stand as they told them. */
export async function findClaims(patientId: string, ids: readonly string[]): Promise<readonly Claim[]> {
  if (ids.length === 0) return [];
  const told = await findVersionsTold(patientId, ids);
  const standing = await findStanding(told.map(({ id, version }) => ({ id, version: Math.abs(version) })));
  return told
    .filter(({ id, version }) => standing.get(id)?.version === Math.abs(version))
    .map(({ uploadId, id, version }) => ({ uploadId, id, wrote: version > 0 }));
}

/**
 * A correction of the zone has moved what files told: it stays theirs, and goes with them. In the transaction of the move,
 * for all files that told it: whose payload comes later finds nothing left to move. What somebody has said of a reading
 * since goes along, and is nobody's but theirs.
 *
 * @param claims - as they were before the move
 * @param now - where each reading is, by its old id
 */
export async function followMoves(claims: readonly Claim[], now: ReadonlyMap<string, string>): Promise<void> {
  const moved = claims.flatMap((claim) => {
    const to = now.get(claim.id) ?? claim.id;
    return to === claim.id ? [] : [{ ...claim, id: to }];
  });
  if (moved.length === 0) return;
  const standing = await findStanding(moved.map(({ id }) => ({ id, version: 1 })));
  for (const [uploadId, own] of Map.groupBy(moved, (claim) => claim.uploadId)) {
    await keepTold(
      uploadId,
      own.flatMap(({ id, wrote }): Stored[] => {
        const version = standing.get(id)?.version;
        return version === undefined ? [] : [{ id, version, outcome: wrote ? 'updated' : 'unchanged', receivedMs: 0 }];
      }),
    );
  }
}
