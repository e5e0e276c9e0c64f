import { once } from 'node:events';
import http from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DurableNode } from './durable-node.js';
import { DEVICE, type Reading } from './readings.js';

/** Sends readings and tells, as soon as it knows, which of them the server has acknowledged with 2xx. */
export type Road = (durable: DurableNode, readings: readonly Reading[], acknowledged: Acknowledged) => Promise<void>;
type Acknowledged = (reading: Reading) => void;

const UNIT = { steps: '{steps}', heartRate: '/min' };
const CODE = { steps: '55423-8', heartRate: '8867-4' };
const iso = (ms: number) => new Date(ms).toISOString();
class Refused extends Error {}

/** @throws Refused on an answer that neither stores nor may come from a server that is dying or waking up */
function isGood(status: number, body?: unknown): boolean {
  // The words of an answer hold no values.
  if (![0, 200, 201, 503].includes(status))
    throw new Refused(`A reading was answered ${status}: ${JSON.stringify(body)?.slice(0, 500)}`);
  return status === 200 || status === 201;
}

const toResource = ({ patient, metric, startMs, endMs, value }: Reading) => ({
  resourceType: 'Observation',
  status: 'final',
  code: { coding: [{ system: 'http://loinc.org', code: CODE[metric] }] },
  subject: { reference: `Patient/${patient}` },
  ...(endMs > startMs
    ? { effectivePeriod: { start: iso(startMs), end: iso(endMs) } }
    : { effectiveDateTime: iso(startMs) }),
  valueQuantity: { value, system: 'http://unitsofmeasure.org', code: UNIT[metric] },
  device: { display: `${DEVICE.maker} ${DEVICE.model}` },
});

const single: Road = async (durable, readings, acknowledged) => {
  for (const reading of readings) {
    const { status, body } = await durable.send('POST', '/fhir/Observation', JSON.stringify(toResource(reading)));
    if (isGood(status, body)) acknowledged(reading);
  }
};

const transaction: Road = async (durable, readings, acknowledged) => {
  const request = { method: 'POST', url: 'Observation' };
  const entry = readings.map((reading) => ({ resource: toResource(reading), request }));
  const bundle = { resourceType: 'Bundle', type: 'transaction', entry };
  const { status, body } = await durable.send('POST', '/fhir', JSON.stringify(bundle));
  if (!isGood(status, body)) return;
  readings.forEach((reading, i) => {
    if (isGood(Number.parseInt(body.entry[i].response.status, 10), body.entry[i].response)) acknowledged(reading);
  });
};

const columns: Road = async (durable, readings, acknowledged) => {
  for (const [patient, own] of Map.groupBy(readings, (reading) => reading.patient)) {
    const body = {
      patient,
      device: { ...DEVICE, kind: 'watch' },
      columns: [...Map.groupBy(own, ({ metric }) => metric)].map(([metric, cells]) => ({
        metric,
        unit: UNIT[metric],
        start: iso(cells[0]!.startMs),
        afterSeconds: cells.map(({ startMs }, i) => (i === 0 ? 0 : (startMs - cells[i - 1]!.startMs) / 1000)),
        lengthSeconds: (cells[0]!.endMs - cells[0]!.startMs) / 1000,
        values: cells.map(({ value }) => value),
      })),
    };
    const json = 'application/json';
    const answer = await durable.send('POST', '/ingest/v1/observations', JSON.stringify(body), json);
    if (isGood(answer.status, answer.body) && answer.body.refusedCount === 0) own.forEach(acknowledged);
  }
};

/** A few lines at a time, as a bridge passes on what it hears; every line is acknowledged by its own answer. */
const stream: Road = async (durable, readings, acknowledged) => {
  const out = http.request(`${durable.url}/ingest/v1/observations`, {
    method: 'POST',
    headers: { authorization: `Bearer ${durable.token}`, 'content-type': 'application/x-ndjson' },
    timeout: 60_000,
  });
  out.on('timeout', () => out.destroy(new Error('silent')));
  const answered = once(out, 'response').then(async ([answer]) => {
    let rest = '';
    for await (const chunk of answer as http.IncomingMessage) {
      const lines = (rest + String(chunk)).split('\n');
      rest = lines.pop()!;
      for (const line of lines) {
        const became = JSON.parse(line) as { line: number; status: number };
        if (isGood(became.status, became)) acknowledged(readings[became.line - 1]!);
      }
    }
  });
  // What breaks is what was not acknowledged: it is sent again.
  let refused: unknown;
  const ended = answered.catch((error: unknown) => (refused = error));
  out.on('error', () => undefined);
  for (let from = 0; from < readings.length && !out.destroyed; from += 20) {
    const lines = readings.slice(from, from + 20).map((reading) => `${JSON.stringify(toLine(reading))}\n`);
    out.write(lines.join(''));
    await sleep(5);
  }
  out.end();
  await ended;
  if (refused instanceof Refused) throw refused;
};

const toLine = ({ patient, metric, startMs, endMs, value }: Reading) => ({
  patient,
  metric,
  start: iso(startMs),
  ...(endMs > startMs ? { end: iso(endMs) } : {}),
  value,
  unit: UNIT[metric],
  source: { system: 'ledger', device: `${DEVICE.maker} ${DEVICE.model}`, kind: 'watch' },
});

export const ROADS = { single, transaction, columns, stream } satisfies Record<string, Road>;
