import type { Face } from '../crowd.js';
import type { TwoNodes } from './same-twice.js';

export interface Races {
  readonly nodes: TwoNodes;
  /** One signed in at each node. */
  readonly faces: readonly [Face, Face];
  /** Open alerts that both may see. */
  readonly alertIds: readonly string[];
}

export interface RacesPlayed {
  readonly races: number;
  /** Races that were not won by exactly one, in the answers and in the timeline. */
  readonly unlikeOneWinner: number;
  /** Who came second and was not told by whom it was done. */
  readonly notTold: number;
  /** Who won without an audit row that says so, or lost without one that says so. */
  readonly notAudited: number;
  /** Races won at each node. */
  readonly won: readonly [number, number];
}

/** Acts of which one excludes the next, by the event that each leaves. */
const ACTS = [
  ['acknowledge', 'acknowledged', {}],
  ['resolve', 'resolved', { outcome: 'contacted' }],
] as const;

/** F18: two people do the same about the same alert at the same moment, each on a node of their own. */
export async function playRaces({ nodes, faces, alertIds }: Races): Promise<RacesPlayed> {
  const asOwner = nodes[0].database.asOwner;
  const won: [number, number] = [0, 0];
  let [unlikeOneWinner, notTold, notAudited] = [0, 0, 0];
  for (const [n, id] of alertIds.entries()) {
    const [act, event, more] = ACTS[n % ACTS.length]!;
    const [row] = await asOwner<{ version: number }>('SELECT version FROM alert WHERE id = $1', [id]);
    const asked = await Promise.all(
      // Each is asked first as often as the other.
      (n % 4 < 2 ? [0, 1] : [1, 0]).map(async (i) => {
        const { url } = nodes[i]!;
        const { cookie } = faces[i]!;
        const headers = { cookie, origin: url, 'content-type': 'application/json' };
        const body = JSON.stringify({ version: row!.version, ...more });
        const answer = await fetch(`${url}/api/v1/alerts/${id}/${act}`, { method: 'POST', headers, body });
        return { i, status: answer.status, body: (await answer.json()) as { code?: string; detail?: string } };
      }),
    );
    const answers = asked.toSorted((a, b) => a.i - b.i);
    const winner = answers.findIndex(({ status }) => status === 200);
    const loser = answers.findIndex(({ status, body }) => status === 409 && body.code?.startsWith('ALERT_'));
    const [found] = await asOwner<{ by: string[]; name: string; audited: string[] }>(
      `SELECT array(SELECT person_id::text FROM alert_event WHERE alert_id = $1 AND kind = $2) AS by,
         (SELECT name FROM person WHERE id = $3::uuid) AS name,
         array(SELECT outcome || ' ' || right(actor, 36) FROM audit_event WHERE object_id = $1::text AND interaction = $4) AS audited`,
      [id, event, faces[winner]?.personId ?? null, act],
    );
    if (winner < 0 || loser < 0 || found!.by.join() !== faces[winner]!.personId) {
      unlikeOneWinner++;
      continue;
    }
    won[winner]!++;
    if (!answers[loser]!.body.detail?.includes(found!.name)) notTold++;
    const expected = [`success ${faces[winner]!.personId}`, `denied ${faces[loser]!.personId}`];
    if (found!.audited.toSorted().join() !== expected.toSorted().join()) notAudited++;
  }
  return { races: alertIds.length, unlikeOneWinner, notTold, notAudited, won };
}
