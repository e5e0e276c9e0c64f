import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readTable } from './csv.mjs';
import { addNote, addSteps, newPerson } from './person.mjs';

/**
 * PMData (CC BY 4.0): sporty adults, five months of Fitbit and a wellness diary. The diary's scales of 1 to 5 are no
 * pain score: it is read as notes, to explain, and never shown to the detector.
 */
export function readPmData(folder) {
  return readdirSync(folder)
    .filter((name) => /^p\d+$/.test(name))
    .sort()
    .map((name) => readPerson(join(folder, name), `PMData ${name}`));
}

function readPerson(folder, id) {
  const person = newPerson('PMData', id);
  const file = (name) => (existsSync(join(folder, name)) ? join(folder, name) : undefined);
  const read = (name, take) => file(name) && take(person, file(name));
  read('fitbit/steps_daily_derived.csv', readSteps);
  read('fitbit/sleep.json', readSleep);
  read('fitbit/resting_heart_rate.json', readRestingHeartRate);
  read('pmsys/wellness.csv', readWellness);
  read('pmsys/injury.csv', readInjuries);
  read('pmsys/srpe.csv', readTraining);
  return person;
}

function readSteps(person, path) {
  for (const row of readTable(path)) addSteps(person, 'Fitbit', row.date, Number(row.steps));
}

/** Sleep belongs to the day of waking; naps add to the night. */
function readSleep(person, path) {
  for (const { dateOfSleep, minutesAsleep } of readJson(path)) {
    const hours = minutesAsleep / 60 + (person.sleepHours.get(dateOfSleep) ?? 0);
    if (hours <= 24) person.sleepHours.set(dateOfSleep, hours);
  }
}

/** 0 is how the export says "none". */
function readRestingHeartRate(person, path) {
  for (const { dateTime, value } of readJson(path)) {
    if (value.value > 0) person.restingHeartRate.set(dateTime.slice(0, 10), value.value);
  }
}

function readWellness(person, path) {
  for (const row of readTable(path)) {
    const told = ['fatigue', 'mood', 'soreness', 'stress', 'sleep_quality'].filter((name) => row[name] !== '');
    const text = told.map((name) => `${name.replace('_', ' ')} ${row[name]}`).join(', ');
    addNote(person, row.effective_time_frame.slice(0, 10), text);
  }
}

function readInjuries(person, path) {
  for (const row of readTable(path)) {
    if (row.injuries !== '{}') addNote(person, row.effective_time_frame.slice(0, 10), `injury ${row.injuries}`);
  }
}

function readTraining(person, path) {
  for (const row of readTable(path)) {
    addNote(person, row.end_date_time.slice(0, 10), `training ${row.activity_names} ${row.duration_min} min`);
  }
}

function readJson(path) {
  return JSON.parse(readFileSync(path, 'utf8'));
}
