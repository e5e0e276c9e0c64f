import { post } from './server.mjs';

const HOUR_MS = 3_600_000;
let next = 0;

export async function makePatients(server, count) {
  const ids = [];
  for (let i = 0; i < count; i++) {
    const patient = {
      resourceType: 'Patient',
      name: [{ family: `Bench${i}`, given: ['Load'] }],
      birthDate: '1970-01-01',
    };
    ids.push((await post(server, '/fhir/Patient', patient)).id);
  }
  return ids;
}

/** Hourly steps of a year ago, patient after patient: every one a new natural key. */
function observation(patients, n) {
  const start = Date.UTC(2025, 0, 1) + Math.floor(n / patients.length) * HOUR_MS;
  return {
    resourceType: 'Observation',
    status: 'final',
    code: { coding: [{ system: 'http://loinc.org', code: '55423-8' }] },
    subject: { reference: `Patient/${patients[n % patients.length]}` },
    effectivePeriod: { start: new Date(start).toISOString(), end: new Date(start + HOUR_MS).toISOString() },
    valueQuantity: { value: (n * 37) % 900, unit: 'steps', system: 'http://unitsofmeasure.org', code: '{steps}' },
    device: { display: 'bench watch' },
  };
}

/** `size` 1 posts single Observations, more posts transactions. */
export async function ingestRate(server, patients, { requests, size, concurrency }) {
  const bodies = Array.from({ length: requests }, () => {
    const resources = Array.from({ length: size }, () => observation(patients, next++));
    if (size === 1) return ['/fhir/Observation', resources[0]];
    return [
      '/fhir',
      {
        resourceType: 'Bundle',
        type: 'transaction',
        entry: resources.map((resource) => ({ resource, request: { method: 'POST', url: 'Observation' } })),
      },
    ];
  });
  const times = [];
  const started = performance.now();
  await Promise.all(
    Array.from({ length: concurrency }, async () => {
      for (let one = bodies.pop(); one; one = bodies.pop()) {
        const at = performance.now();
        await post(server, ...one);
        times.push(performance.now() - at);
      }
    }),
  );
  const seconds = (performance.now() - started) / 1000;
  return { rate: Math.round((requests * size) / seconds), ...percentiles(times) };
}

export function percentiles(times) {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share) => Number(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))].toFixed(1));
  return { p50: at(0.5), p99: at(0.99) };
}
