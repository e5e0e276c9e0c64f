const HOUR_MS = 3_600_000;
const DAY0_MS = Date.UTC(2016, 0, 1);
const KINDS = {
  steps: { metric: 'steps', code: '55423-8', display: 'Number of steps', unit: 'steps', ucum: '{steps}' },
  heartRate: { metric: 'heartRate', code: '8867-4', display: 'Heart rate', unit: 'beats/minute', ucum: '/min' },
};

/** Reading number n: patient n mod count, and of each patient in turn an hour's steps and a heart rate. */
export function plain(n, patients) {
  const of = Math.floor(n / patients.length);
  const kind = of % 2 ? KINDS.heartRate : KINDS.steps;
  const startMs = DAY0_MS + Math.floor(of / 2) * HOUR_MS;
  const value = (n * 2_654_435_761) % (kind.metric === 'steps' ? 1200 : 60);
  return {
    patient: patients[n % patients.length],
    kind,
    startMs,
    endMs: kind.metric === 'steps' ? startMs + HOUR_MS : startMs,
    value: kind.metric === 'steps' ? value : 55 + value,
  };
}

const iso = (ms) => new Date(ms).toISOString();

export function observation(n, patients) {
  const { patient, kind, startMs, endMs, value } = plain(n, patients);
  const category = kind.metric === 'steps' ? 'activity' : 'vital-signs';
  return {
    resourceType: 'Observation',
    identifier: [{ system: 'urn:bench', value: `o${n}` }],
    status: 'final',
    category: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: category }] }],
    code: { coding: [{ system: 'http://loinc.org', code: kind.code, display: kind.display }] },
    subject: { reference: `Patient/${patient}` },
    ...(endMs > startMs
      ? { effectivePeriod: { start: iso(startMs), end: iso(endMs) } }
      : { effectiveDateTime: iso(startMs) }),
    issued: iso(endMs + 60_000),
    valueQuantity: { value, unit: kind.unit, system: 'http://unitsofmeasure.org', code: kind.ucum },
    device: { display: 'bench-wearable' },
  };
}

export function reading(n, patients) {
  const { patient, kind, startMs, endMs, value } = plain(n, patients);
  return {
    patient,
    metric: kind.metric,
    start: iso(startMs),
    ...(endMs > startMs ? { end: iso(endMs) } : {}),
    value,
    unit: kind.ucum,
    source: { system: 'bench', device: 'band', kind: 'watch' },
  };
}
