import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { never, told, within } from './figures.mjs';

const { makeCrowd } = await import('../../test/support/crowd.ts');
const { DurableNode } = await import('../../test/support/ledger/durable-node.ts');
const { playStorm } = await import('../../test/support/faults/storm.ts');

const PAGES = 500;
/** Of `findDeliveriesBehind`, as PostgreSQL writes it into its log. */
const CATCH_UP = /duration: ([\d.]+) ms {2}execute[^\n]*\n?[^\n]*SELECT d\.person_id AS "personId", d\.cursor/g;

/** Five hundred pages on a node of its own process, which is killed and started again. */
export async function playStormOfNode({ times }) {
  const node = await DurableNode.open({ STEPWELL_ADDRESS_REQUESTS_PER_MINUTE: '0' });
  try {
    const asOwner = node.inDatabase.bind(node);
    const [{ id: clinicId }] = await asOwner('SELECT clinic_id AS id FROM clinic');
    const patientId = await node.makePatient('Storm');
    const faces = await makeCrowd(asOwner, clinicId, times(PAGES), 'coordinator');
    const personIds = faces.map(({ personId }) => personId);
    const played = await playStorm({
      asOwner,
      faces,
      url: () => node.url,
      tell: (ids) => tellAll(asOwner, clinicId, patientId, personIds, ids),
      breakAll: async () => {
        // Its next connections say how long each of their statements took.
        await asOwner('ALTER DATABASE postgres SET log_min_duration_statement = 0');
        await node.killNode();
        await node.start();
      },
    });
    const log = await readFile(join(node.databaseFolder, '../postgres.log'), 'utf8');
    const catchUpMs = [...log.matchAll(CATCH_UP)].map(([, duration]) => Number(duration));
    return [
      told('pages whose node was killed and started again', played.pages),
      never('pages that lack something, or heard something twice', played.unlikeTold, `${played.pages}`),
      never('deliveries whose arrival the server does not know', played.unanswered, `${played.pages * 5}`),
      never('sign-ins', played.signIns),
      within('catch-up query, by PostgreSQL’s own clock', catchUpMs, 50, 0.99),
      told('catch-up queries', catchUpMs.length),
      within('node open until the page has all it lacked', played.backAfterMs, 30_000, 0.99),
    ];
  } finally {
    await node.close();
  }
}

/** Deliveries as `deliver` writes them, without a node of our own. */
function tellAll(asOwner, clinicId, patientId, personIds, ids) {
  return asOwner(
    `WITH moved AS (
       INSERT INTO delivery_cursor (clinic_id, person_id, last) SELECT $1::uuid, p, cardinality($4::uuid[]) FROM unnest($3::uuid[]) AS p ORDER BY p
       ON CONFLICT (clinic_id, person_id) DO UPDATE SET last = delivery_cursor.last + excluded.last RETURNING person_id, last)
     INSERT INTO delivery (clinic_id, person_id, cursor, kind, object_id, patient_id)
     SELECT $1::uuid, person_id, last - cardinality($4::uuid[]) + n, 'alert', id, $2::uuid
     FROM moved CROSS JOIN unnest($4::uuid[]) WITH ORDINALITY AS new(id, n)`,
    [clinicId, patientId, personIds, ids],
  );
}
