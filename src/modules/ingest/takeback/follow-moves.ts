import { findStanding, type Withdrawn } from '../../observations/index.js';
import { type Claim, findVersionsTold, keepClaims } from './upload-readings.repository.js';

const sayingAs = (claim: Claim, version: number) => (claim.version > 0 ? version : -version);

/** What files have told of a patient's readings, where these stand as they told them. */
export async function findClaims(patientId: string, ids: readonly string[]): Promise<readonly Claim[]> {
  if (ids.length === 0) return [];
  const told = await findVersionsTold(patientId, ids);
  const standing = await findStanding(told);
  return told.filter(({ id, version }) => standing.get(id)?.version === Math.abs(version));
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
  const standing = await findStanding(moved);
  await keepClaims(
    moved.flatMap((claim) => {
      const version = standing.get(claim.id)?.version;
      return version === undefined ? [] : [{ ...claim, version: sayingAs(claim, version) }];
    }),
  );
}

/** What stands again in the place of what went is still told by the files that had told it, and goes with them. */
export async function followReturns(patientId: string, went: readonly Withdrawn[]): Promise<void> {
  const back = new Map(went.flatMap((one) => (one.former === null ? [] : [[one.id, one]])));
  if (back.size === 0) return;
  const told = await findVersionsTold(patientId, [...back.keys()]);
  await keepClaims(
    told.flatMap((claim) => {
      const { version, former } = back.get(claim.id)!;
      return Math.abs(claim.version) === former ? [{ ...claim, version: sayingAs(claim, version) }] : [];
    }),
  );
}
