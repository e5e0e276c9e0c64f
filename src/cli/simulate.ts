import { loadConfig } from '../platform/config/config.js';
import { StartError } from '../platform/config/config.errors.js';
import { issueToken } from './issue-token.js';
import type { OpenDatabase } from './open-database.js';

const DAY_MS = 86_400_000;
interface Bundle {
  readonly entry?: readonly {
    readonly resource: {
      readonly id: string;
      readonly name?: readonly { readonly given?: readonly string[]; readonly family?: string }[];
    };
  }[];
}

interface SimulateOptions {
  readonly patient: string;
  readonly clinic: string;
  readonly days: string;
  readonly share: string;
}

/** Plays the device of one demo patient whose steps fall for a week: posts through the FHIR door, like any device. */
export async function simulate(options: SimulateOptions, open: OpenDatabase): Promise<void> {
  const config = loadConfig(process.env);
  const share = Number(options.share);
  const days = Number(options.days);
  if (!(share >= 0 && share <= 2))
    throw new StartError('--share must be a number from 0 to 2: 0.45 leaves 45 % of the usual steps.');
  if (!Number.isInteger(days) || days < 1 || days > 60) throw new StartError('--days must be 1 to 60.');
  const surroundings = await open(config);
  const token = await issueToken(surroundings, {
    clinic: options.clinic,
    scopes: 'system/Observation.crs system/Patient.rs',
    name: 'practice wristband',
    days: 1,
  }).finally(() => surroundings.close());
  const call = async (path: string, body?: object) => {
    const answer = await fetch(`http://${config.host}:${config.port}/fhir${path}`, {
      method: body ? 'POST' : 'GET',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/fhir+json' },
      ...(body ? { body: JSON.stringify(body) } : {}),
    }).catch(() => {
      throw new StartError(
        `Nothing answers at ${config.host}:${config.port}: start Stepwell first (npm start), or set HOST and PORT.`,
      );
    });
    if (!answer.ok) throw new StartError(`The server answered ${answer.status}: ${await answer.text()}`);
    return (await answer.json()) as Bundle;
  };
  // Each word must be the beginning of some part of the name.
  const words = options.patient.trim().split(/\s+/);
  const found = await call(`/Patient?${words.map((word) => `name=${encodeURIComponent(word)}`).join('&')}`);
  const patient = theOnePatient(found, options);
  const usual = await usualDay(call, patient.id);
  const entries = Array.from({ length: days }, (_, i) =>
    dayTotal(
      patient.id,
      Math.floor(Date.now() / DAY_MS) - days + i,
      Math.round(usual * share * (0.85 + 0.3 * ((i * 0.37) % 1))),
    ),
  );
  await call('', { resourceType: 'Bundle', type: 'transaction', entry: entries });
  console.log(
    `Posted ${days} days of about ${Math.round(usual * share)} steps for ${patient.name?.[0]?.given?.[0] ?? 'the patient'}, usual is ${Math.round(usual)}. Look at the worklist.`,
  );
}

function theOnePatient({ entry = [] }: Bundle, { patient, clinic }: SimulateOptions) {
  const [first] = entry;
  if (!first)
    throw new StartError(`Nobody in the clinic "${clinic}" is called ${patient}: give --patient another name.`);
  if (entry.length > 1)
    throw new StartError(
      `${entry.length} people in the clinic "${clinic}" are called ${patient}: say more of the name, such as the family name too.`,
    );
  return first.resource;
}

/** The mean of the patient's last whole days, from hourly steps. */
async function usualDay(call: (path: string) => Promise<Bundle>, patientId: string): Promise<number> {
  const since = new Date(Date.now() - 8 * DAY_MS).toISOString().slice(0, 10);
  const bundle = await call(
    `/Observation?patient=${patientId}&code=http://loinc.org|55423-8&date=ge${since}&_count=200`,
  );
  const values = (bundle.entry ?? []).map(
    (e) => (e.resource as unknown as { valueQuantity: { value: number } }).valueQuantity.value,
  );
  const total = values.reduce((sum, value) => sum + value, 0);
  return total > 0 ? Math.max(2000, (total / values.length) * 24) : 5000;
}

function dayTotal(patientId: string, dayNumber: number, steps: number): object {
  const start = dayNumber * DAY_MS;
  const iso = (ms: number) => new Date(ms).toISOString();
  return {
    resource: {
      resourceType: 'Observation',
      status: 'final',
      code: { coding: [{ system: 'http://loinc.org', code: '41950-7' }] },
      subject: { reference: `Patient/${patientId}` },
      effectivePeriod: { start: iso(start), end: iso(start + DAY_MS) },
      valueQuantity: { value: steps, unit: 'steps', system: 'http://unitsofmeasure.org', code: '{steps}' },
      device: { display: 'Wristband 2' },
    },
    request: { method: 'POST', url: 'Observation' },
  };
}
