import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readCsv, readTable } from './csv.mjs';
import { addNote, addPain, addSteps, newPerson } from './person.mjs';

/**
 * MyAIGuide (MIT): people with chronic pain, their step counts and pain diaries. Participants differ in their files;
 * whoever's folder is there is read. Wrist before phone: Garmin, Fitbit, Google Fit, Moves.
 */
export function readMyAiGuide(folder) {
  return readdirSync(folder)
    .filter((name) => /^participant\d+$/.test(name))
    .sort()
    .map((name) => readParticipant(join(folder, name), `MyAIGuide ${name.replace('participant', '')}`))
    .filter((person) => person.steps.size > 0);
}

function readParticipant(folder, id) {
  const person = newPerson('MyAIGuide', id);
  const has = (name) => existsSync(join(folder, name));
  const list = (name) =>
    (has(name) ? readdirSync(join(folder, name)).sort() : []).map((file) => join(folder, name, file));
  const garmin = list('garminDataFromWeb/DI-Connect-Aggregator');
  for (const path of garmin) readGarmin(person, path);
  for (const path of list('dailyFitBitPerMonth')) readFitbitMonth(person, path);
  for (const path of list('.')) if (/fitbit\.json$/i.test(path)) readFitbitJson(person, path);
  for (const path of list('.')) if (/googlefit_.*daily.*\.csv$/i.test(path)) readGoogleFitCsv(person, path);
  for (const path of list('.')) if (/GoogleFit.*\.json$/.test(path)) readGoogleFitJson(person, path);
  for (const path of list('MovesAppData/daily/summary')) readMoves(person, path);
  if (has('pain.csv')) readPainLog(person, join(folder, 'pain.csv'));
  if (has('sport.csv')) readSportLog(person, join(folder, 'sport.csv'));
  for (const path of list('.')) if (/Pain(New)?\.csv$/.test(path)) readPainTable(person, path);
  return person;
}

function readGarmin(person, path) {
  for (const day of readJson(path)) {
    addSteps(person, 'Garmin', day.calendarDate, day.totalSteps);
    if (day.restingHeartRate > 0) person.restingHeartRate.set(day.calendarDate, day.restingHeartRate);
  }
}

function readFitbitMonth(person, path) {
  for (const [date, , steps] of readCsv(path)) {
    const at = /^(\d\d)-(\d\d)-(\d{4})$/.exec(date);
    if (at) addSteps(person, 'Fitbit', `${at[3]}-${at[2]}-${at[1]}`, Number(steps.replaceAll(',', '')));
  }
}

function readFitbitJson(person, path) {
  for (const { dateTime, value } of readJson(path)['activities-steps'])
    addSteps(person, 'Fitbit', dateTime, Number(value));
}

function readGoogleFitCsv(person, path) {
  for (const row of readTable(path)) addSteps(person, 'Google Fit', row['Date'], Number(row['Nombre de pas']));
}

/** Buckets begin at midnight where the person lives: noon of that day has the same date in UTC. */
function readGoogleFitJson(person, path) {
  for (const { startTimeMillis, dataset } of readJson(path).bucket) {
    const noon = new Date(Number(startTimeMillis) + 12 * 3_600_000);
    const day = noon.toISOString().slice(0, 10);
    const points = dataset.flatMap((set) => set.point).flatMap((point) => point.value);
    addSteps(
      person,
      'Google Fit',
      day,
      points.reduce((sum, { intVal }) => sum + (intVal ?? 0), 0),
    );
  }
}

function readMoves(person, path) {
  const rows = readTable(path);
  const at = /^(\d\d)\/(\d\d)\/(\d\d)$/.exec(rows[0]?.Date ?? '');
  if (!at) return;
  const steps = rows.reduce((sum, row) => sum + Number(row.Steps), 0);
  addSteps(person, 'Moves', `20${at[3]}-${at[2]}-${at[1]}`, steps);
}

const NO_PAIN = /sick|tired|happiness|mood|stress|sleep/i;

/** Participant 1: an empty cell of the date means "as above". */
function readPainLog(person, path) {
  eachDated(readCsv(path).slice(2), (day, cells) => {
    const [, , , place, , intensity] = cells;
    if (!intensity) return;
    if (NO_PAIN.test(place)) addNote(person, day, `${place} ${intensity}`);
    else addPain(person, day, Number(intensity));
  });
}

function readSportLog(person, path) {
  eachDated(readCsv(path).slice(1), (day, cells) => {
    if (cells[3]) addNote(person, day, `${cells[3]}${cells[5] ? ` ${cells[5]} min` : ''}`);
  });
}

function eachDated(rows, take) {
  const date = ['', '', ''];
  for (const cells of rows) {
    for (const i of [0, 1, 2]) date[i] = cells[i] || date[i];
    take(`${date[0]}-${date[1].padStart(2, '0')}-${date[2].padStart(2, '0')}`, cells);
  }
}

function readPainTable(person, path) {
  for (const row of readTable(path)) {
    const day = `${row.startyear}-${row.startmonth.padStart(2, '0')}-${row.startday.padStart(2, '0')}`;
    if (NO_PAIN.test(row.name)) addNote(person, day, `${row.name} ${row.intensity}`);
    else addPain(person, day, Number(row.intensity));
  }
}

function readJson(path) {
  return JSON.parse(readFileSync(path, 'utf8'));
}
