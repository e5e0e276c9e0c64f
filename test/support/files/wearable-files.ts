import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { countAppleReadings, countFitbitReadings, countGoogleReadings, countOpenMHealth } from './count-readings.js';
import type { Answer, Doors } from './doors.js';
import { type FileOutcome, outcomeOf, without } from './outcome.js';

/** Which vendor wrote the files of a folder below `wearable/`; the longest match counts. */
const FOLDERS: readonly (readonly [string, string])[] = [
  ['shimmer/fitbit', 'fitbit'],
  ['shimmer/googlefit', 'google-fit'],
  ['shimmer/ihealth', 'ihealth'],
  ['shimmer/withings', 'withings'],
  ['fitbit-web-api', 'fitbit'],
  ['google-health', 'google-health'],
  ['openmhealth', 'open-mhealth'],
  ['apple-health', 'apple-health'],
  ['garmin-connect', 'garmin'],
  ['garmin-fit', 'garmin-fit'],
  ['withings', 'withings'],
  ['whoop', 'whoop'],
  ['oura', 'oura'],
];

/** Their schema refuses the distance; we read the name and the time, and ignore members that we do not use. */
export const FAULT_OUTSIDE_OUR_FIELDS: ReadonlySet<string> = new Set([
  'wearable/openmhealth/omh/physical-activity/1.0/shouldFail/invalid-distance-unit.json',
]);

/** Their schema cannot say it, so that it passes there: 16 hours of sleep in ten. */
export const LONGER_THAN_ITS_TIME: ReadonlySet<string> = new Set([
  'wearable/openmhealth/omh/sleep-duration/1.0/shouldPass/duration-longer-than-time-frame.json',
]);

export async function sendWearableFile(root: string, file: string, doors: Doors): Promise<FileOutcome> {
  const vendor = FOLDERS.find(([folder]) => file.startsWith(`wearable/${folder}/`))?.[1];
  if (vendor === undefined) throw new Error(`${file}: nobody has said what this folder holds`);
  const bytes = readFileSync(join(root, file));
  if (file.endsWith('.csv')) return without(file, 'not yet supported', 'CSV that others made of a vendor format');
  if (vendor === 'apple-health') return sendExport(file, bytes, doors);
  if (vendor === 'garmin-fit') return sendUnknownUpload(file, bytes, doors);
  if (file.endsWith('.xml')) return sendNotification(file, bytes, vendor, doors);
  if (vendor === 'open-mhealth') return sendOpenMHealth(file, bytes.toString(), doors);
  return sendPayload(file, bytes, vendor, doors);
}

async function sendPayload(file: string, bytes: Buffer, vendor: string, doors: Doors): Promise<FileOutcome> {
  const patient = await doors.newPatient();
  const answer = await doors.post(`/ingest/v1/vendors/${vendor}?patient=${patient}`, bytes);
  if (vendor !== 'fitbit' && vendor !== 'google-health') return unsupported(file, vendor, answer);
  const expected = vendor === 'fitbit' ? countFitbitReadings(bytes.toString()) : countGoogleReadings(bytes.toString());
  if (expected === undefined) return unreadable(file, answer);
  if (answer.status !== 200)
    return expected === 0 && answer.status === 422
      ? without(file, 'holds no readings', answer.sentence)
      : outcomeOf(file, expected, 0, answer.sentence);
  return judge(file, expected, patient, answer, doors);
}

/** What is no JSON cannot be counted: headers or comments stand before it. */
function unreadable(file: string, { status, sentence }: Answer): FileOutcome {
  if (status !== 400) throw new Error(`${file}: ${status} instead of 400`);
  const reason = sentence.replace(/near byte \d+/, 'near a byte that is named');
  return { file, outcome: 'refused', expected: 0, wentIn: 0, refused: 0, reason };
}

/** A body that is too large to be read is refused before anybody asks who wrote it. */
function unsupported(file: string, vendor: string, { status, sentence }: Answer): FileOutcome {
  if (status !== 404 && status !== 400 && status !== 413) throw new Error(`${file}: ${status} instead of 404`);
  return without(file, 'not yet supported', `${vendor}: ${sentence}`);
}

/** Their test documents are bodies; a sender wraps them in a header that names the schema. */
async function sendOpenMHealth(file: string, text: string, doors: Doors): Promise<FileOutcome> {
  const [, , namespace = '', name = '', version = '', verdict = ''] = file.split('/');
  const patient = await doors.newPatient();
  const document = { header: { id: basename(file), schema_id: { namespace, name, version } }, body: JSON.parse(text) };
  const answer = await doors.post(`/ingest/v1/vendors/open-mhealth?patient=${patient}`, JSON.stringify(document));
  // A document of which nothing was stored is refused whole.
  const named = answer.status === 422 ? answer.body['errors'] : answer.body['refused'];
  const refusal = (named as unknown as Refusal[])[0];
  if (refusal?.path === 'header.schema_id') return without(file, 'not yet supported', `Open mHealth ${name}`);
  const mustFail = LONGER_THAN_ITS_TIME.has(file) || (verdict === 'shouldFail' && !FAULT_OUTSIDE_OUR_FIELDS.has(file));
  const expected = mustFail ? 0 : countOpenMHealth(text);
  if (expected === 0 && refusal) return outcomeOf(file, 1, 0, `${refusal.path} ${refusal.message}`);
  return judge(file, expected, patient, answer, doors);
}

interface Refusal {
  readonly path: string;
  readonly message: string;
}

/** The answer, the store and our own count must say the same number. */
async function judge(
  file: string,
  expected: number,
  patient: string,
  { body }: Answer,
  doors: Doors,
): Promise<FileOutcome> {
  const of = body as unknown as {
    stored: number;
    updated: number;
    duplicates: number;
    refusedCount: number;
    refused: Refusal[];
    skipped: { kind: string }[];
  };
  const wentIn = of.stored + of.updated + of.duplicates;
  const stored = await doors.countStored(patient);
  if (wentIn + of.refusedCount !== expected || stored !== of.stored)
    throw new Error(
      `${file}: ${expected} counted, ${wentIn} taken, ${of.refusedCount} refused, ${stored} in the store`,
    );
  const kinds = [...new Set(of.skipped.map((one) => one.kind))].join(', ');
  if (expected === 0)
    return kinds
      ? without(file, 'not yet supported', `metrics: ${kinds}`)
      : without(file, 'holds no readings', 'an empty answer');
  const refusal = of.refused[0];
  return outcomeOf(file, expected, wentIn, refusal ? `${refusal.path.replace(/\d+/g, '')} ${refusal.message}` : '');
}

async function sendExport(file: string, bytes: Buffer, doors: Doors): Promise<FileOutcome> {
  // Of a patient who was born on the day that it says: another one's is refused.
  const [, birthDate] = /DateOfBirth="([\d-]{10})"/.exec(bytes.toString()) ?? [];
  const patient = await doors.newPatient(birthDate === undefined ? {} : { birthDate });
  const { status, body, sentence } = await doors.upload(patient, 'apple-health', bytes, 'export.xml');
  const expected = countAppleReadings(bytes.toString());
  if (status !== 200) return outcomeOf(file, expected, 0, sentence);
  const { stored, duplicates, refused } = body as unknown as { stored: number; duplicates: number; refused: number };
  const inStore = await doors.countStored(patient);
  if (stored + duplicates + refused !== expected || inStore !== stored)
    throw new Error(
      `${file}: ${expected} counted, ${stored} + ${duplicates} taken, ${refused} refused, ${inStore} in the store`,
    );
  return outcomeOf(file, expected, stored + duplicates, '');
}

async function sendUnknownUpload(file: string, bytes: Buffer, doors: Doors): Promise<FileOutcome> {
  const { status, sentence } = await doors.upload(await doors.newPatient(), 'garmin-fit', bytes, basename(file));
  if (status !== 422) throw new Error(`${file}: ${status} instead of 422`);
  return without(file, 'not yet supported', `Garmin FIT: ${sentence}`);
}

async function sendNotification(file: string, bytes: Buffer, vendor: string, doors: Doors): Promise<FileOutcome> {
  const answer = await doors.post(
    `/ingest/v1/vendors/${vendor}?patient=${await doors.newPatient()}`,
    bytes,
    'application/xml',
  );
  if (answer.status !== 415) throw new Error(`${file}: ${answer.status} instead of 415`);
  return without(file, 'holds no readings', `a notification as XML: ${answer.sentence}`);
}
