import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Doors, sentenceOf } from './doors.js';
import { type FileOutcome, outcomeOf, without } from './outcome.js';

type Json = Record<string, unknown>;

const MOST_IN_A_BATCH = 200;
const FHIR_JSON = 'application/fhir+json';

/** Sends what a FHIR file holds: a Bundle as it is, then the Observations in it, each about a patient who is here. */
export async function sendFhirFile(root: string, file: string, doors: Doors): Promise<FileOutcome> {
  const text = readFileSync(join(root, file), 'utf8').replace(/^\uFEFF/, '');
  if (file.endsWith('.xml')) return sendXml(file, text, doors);
  if (!file.endsWith('.json'))
    return without(file, 'holds no readings', 'a list beside the examples, or values of one type');
  const parsed = parse(text);
  const counted = countObservations(text);
  if (parsed === undefined) return sendBroken(file, text, counted, doors);
  const found = findObservations(parsed);
  const nested = found.reduce((sum, one) => sum + countObservations(JSON.stringify(one)) - 1, 0);
  if (found.length + nested !== counted)
    throw new Error(`${file}: ${found.length} Observations and ${nested} inside them found, ${counted} counted`);
  if (found.length === 0) return without(file, 'holds no readings', 'no Observation in it');
  if (parsed['resourceType'] === 'Observation') return sendOne(file, parsed, doors);
  return sendEach(file, parsed, found, doors);
}

async function sendOne(file: string, observation: Json, doors: Doors): Promise<FileOutcome> {
  const patient = await doors.newPatient();
  const { status, sentence } = await doors.post(
    '/fhir/Observation',
    JSON.stringify(aboutUs(observation, patient)),
    FHIR_JSON,
  );
  const wentIn = status === 201 ? 1 : 0;
  await assertStored(file, wentIn, patient, doors);
  return outcomeOf(file, 1, wentIn, sentence);
}

async function sendEach(file: string, whole: Json, found: readonly Json[], doors: Doors): Promise<FileOutcome> {
  const asItIs =
    whole['resourceType'] === 'Bundle' ? await doors.post('/fhir', JSON.stringify(whole), FHIR_JSON) : undefined;
  const patient = await doors.newPatient();
  const reasons: string[] = [];
  let created = 0;
  let known = 0;
  for (let from = 0; from < found.length; from += MOST_IN_A_BATCH) {
    const entry = found.slice(from, from + MOST_IN_A_BATCH).map((one) => ({
      resource: aboutUs(one, patient),
      request: { method: 'POST', url: 'Observation' },
    }));
    const answer = await doors.post(
      '/fhir',
      JSON.stringify({ resourceType: 'Bundle', type: 'batch', entry }),
      FHIR_JSON,
    );
    if (answer.status !== 200) throw new Error(`${file}: ${answer.status} ${answer.sentence}`);
    for (const { response } of answer.body['entry'] as unknown as Entry[]) {
      if (response.status.startsWith('201')) created++;
      else if (response.status.startsWith('200')) known++;
      else reasons.push(sentenceOf(response.outcome?.issue ?? []));
    }
  }
  await assertStored(file, created, patient, doors);
  const asBundle = asItIs === undefined ? '' : `As it is: ${asItIs.status} ${asItIs.sentence}. `;
  const alone = `Its Observations sent by themselves${known ? `, ${known} of them repeats` : ''}${reasons[0] ? `: ${reasons[0]}` : ''}`;
  return outcomeOf(file, found.length, created + known, asBundle + alone);
}

interface Entry {
  readonly response: { readonly status: string; readonly outcome?: { readonly issue: { diagnostics?: string }[] } };
}

async function sendXml(file: string, text: string, doors: Doors): Promise<FileOutcome> {
  const count = [...text.matchAll(/<Observation[\s>]/g)].length;
  if (count === 0) return without(file, 'holds no readings', 'no Observation in it');
  const { status, sentence } = await doors.post('/fhir', text, 'application/fhir+xml');
  if (status !== 415) throw new Error(`${file}: ${status} instead of 415`);
  return { ...without(file, 'not yet supported', `FHIR as XML: ${sentence}`), expected: count, refused: count };
}

async function sendBroken(file: string, text: string, counted: number, doors: Doors): Promise<FileOutcome> {
  if (counted === 0) return without(file, 'holds no readings', 'no Observation in it, and not JSON');
  const { status, sentence } = await doors.post('/fhir/Observation', text, FHIR_JSON);
  if (status !== 400) throw new Error(`${file}: ${status} instead of 400`);
  return outcomeOf(file, counted, 0, sentence.replace(/near byte \d+/, 'near a byte that is named'));
}

/** The id of a patient elsewhere means nothing here: the sender says whom it calls what. Other subjects stay. */
function aboutUs(observation: Json, patient: string): Json {
  const subject = observation['subject'] as Json | undefined;
  const isPatient = /(^|\/)Patient\/|^urn:uuid:/.test(String(subject?.['reference'] ?? ''));
  return isPatient ? { ...observation, subject: { ...subject, reference: `Patient/${patient}` } } : observation;
}

/** Outermost Observations, wherever they stand: entries of Bundles, parameters, contained in others. */
function findObservations(value: unknown): Json[] {
  if (typeof value !== 'object' || value === null) return [];
  if (!Array.isArray(value) && (value as Json)['resourceType'] === 'Observation') return [value as Json];
  return Object.values(value).flatMap(findObservations);
}

const countObservations = (text: string) => [...text.matchAll(/"resourceType"\s*:\s*"Observation"/g)].length;

function parse(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

async function assertStored(file: string, created: number, patient: string, doors: Doors): Promise<void> {
  const stored = await doors.countStored(patient);
  if (stored !== created) throw new Error(`${file}: ${created} answered as created, ${stored} in the store`);
}
