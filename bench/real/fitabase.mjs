import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readTable } from './csv.mjs';
import { addSteps, newPerson } from './person.mjs';

/** Fitabase (CC0): volunteers with a Fitbit, spring 2016, at most two months a person. */
export function readFitabase(folder) {
  const people = new Map();
  const personOf = (id) => {
    if (!people.has(id)) people.set(id, newPerson('Fitabase', `Fitabase ${people.size + 1}`));
    return people.get(id);
  };
  // Where the two exports overlap, the later one has the whole day: the earlier was cut at its end.
  const newestFirst = readdirSync(folder).sort().reverse();
  for (const name of newestFirst.filter((file) => file.endsWith('dailyActivity_merged.csv'))) {
    for (const row of readTable(join(folder, name)))
      addSteps(personOf(row.Id), 'Fitbit', toDay(row.ActivityDate), Number(row.TotalSteps));
  }
  for (const name of newestFirst.filter((file) => file.endsWith('sleepDay_merged.csv'))) {
    for (const row of readTable(join(folder, name)))
      personOf(row.Id).sleepHours.set(toDay(row.SleepDay), Number(row.TotalMinutesAsleep) / 60);
  }
  return [...people.values()];
}

/** "4/12/2016", "4/12/16" or "4/12/16 12:00:00 AM": month first. */
function toDay(text) {
  const [, month, day, year] = /^(\d+)\/(\d+)\/(?:20)?(\d\d)\b/.exec(text);
  return `20${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}
