import { setTimeout as sleep } from 'node:timers/promises';
import type { Face } from '../crowd.js';
import { toObservation } from '../fhir.js';

export interface Traffic {
  /** Whose readings come in. */
  readonly patientId: string;
  readonly counted: () => { requests: number; failed: Record<string, number> };
  /** No further request; waits for the answers that are due. */
  readonly end: () => Promise<void>;
}

/** Readings that come in and lists that are read, in turn, one each so often whether or not earlier ones are answered. */
export async function startTraffic(from: {
  readonly url: string;
  readonly token: string;
  readonly face: Face;
  readonly everyMs: number;
}): Promise<Traffic> {
  const post = (path: string, body: object) =>
    fetch(from.url + path, {
      method: 'POST',
      headers: { authorization: `Bearer ${from.token}`, 'content-type': 'application/fhir+json' },
      body: JSON.stringify(body),
    });
  const created = await post('/fhir/Patient', { resourceType: 'Patient', name: [{ family: 'Traffic' }] });
  const patientId = ((await created.json()) as { id: string }).id;
  const failed: Record<string, number> = {};
  const fail = (why: string) => (failed[why] = (failed[why] ?? 0) + 1);
  const under: Promise<unknown>[] = [];
  let going = true;
  const ask = (n: number) => {
    if (n % 2 === 1) return fetch(`${from.url}/api/v1/alerts`, { headers: { cookie: from.face.cookie } });
    const start = new Date(Date.UTC(2026, 0, 1) + n * 60_000).toISOString();
    return post('/fhir/Observation', toObservation(patientId, { metric: 'heartRate', value: 60 + (n % 20), start }));
  };
  const asking = (async () => {
    const begun = performance.now();
    for (let n = 0; going; n++) {
      const answered = ask(n).then(
        async (answer) => (await answer.arrayBuffer(), answer.ok || fail(`status ${answer.status}`)),
        (error: Error) => fail(String(error.cause ?? error)),
      );
      under.push(answered);
      await sleep(Math.max(0, begun + (n + 1) * from.everyMs - performance.now()));
    }
  })();
  return {
    patientId,
    counted: () => ({ requests: under.length, failed }),
    end: async () => {
      going = false;
      await asking;
      await Promise.all(under);
    },
  };
}
