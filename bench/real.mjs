// npm run bench -- real [--charts <folder>]: the detector on real series of STEPWELL_TEST_DATA: alarm rates, the loudest alarms, lead time before reported pain rises
// What each figure means, and what the loudest alarms were: docs/reports/real-series.md.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DEFAULT_BUDGET } from '../dist/src/detection/index.js';
import { drawLoudest } from './real/chart.mjs';
import { readEverybody } from './real/data-sets.mjs';
import { toHistory } from './real/history.mjs';
import { reportLeads } from './real/lead-report.mjs';
import { findLoudest } from './real/loudest.mjs';
import { writePictures } from './real/picture.mjs';
import { BUDGETS, countAlarms, monthsOf } from './real/rates.mjs';
import { walk } from './real/walk.mjs';
import { record } from './results.mjs';

const everybody = readEverybody();
if (everybody.length === 0) {
  console.log('No real series here: STEPWELL_TEST_DATA names no folder with longitudinal/{myaiguide,pmdata,fitabase}.');
  process.exit(0);
}

const watch = (people, options) =>
  people.map((person) => {
    const history = toHistory(person, options);
    return { person, history, walks: new Map(BUDGETS.map((budget) => [budget, walk(history, budget)])) };
  });
const full = watch(everybody, { withPain: true });
const diarists = everybody.filter((person) => person.pain.size > 0);
const devicesOnly = watch(diarists, { withPain: false });
const inSet = (name) => full.filter(({ person }) => person.dataSet === name);

listPeople(full);
listHeard(full);
const groups = {
  'MyAIGuide, steps and diary': inSet('MyAIGuide'),
  'MyAIGuide, steps alone': devicesOnly,
  PMData: inSet('PMData'),
  Fitabase: inSet('Fitabase'),
  'all three, diary included': full,
};
const rows = Object.entries(groups).flatMap(([name, group]) => BUDGETS.map((budget) => rateRow(name, group, budget)));
await showLoudest();
for (const lead of reportLeads(devicesOnly)) rows.push(...leadRows(lead));
record('real', rows);

function listPeople(watched) {
  for (const { person, history } of watched) {
    const devices = [...new Set([...person.steps.values()].map(({ device }) => device))].join(' > ');
    console.log(
      `${person.id}: ${history.days} days from ${history.first}, steps ${person.steps.size} (${devices || 'none'}), sleep ${person.sleepHours.size}, resting heart rate ${person.restingHeartRate.size}, pain ${person.pain.size}; ${monthsOf([{ history }]).toFixed(1)} months watched`,
    );
  }
}

/** When it rang, and when a clinic was told, at the default budget. */
function listHeard(watched) {
  for (const { person, history, walks } of watched) {
    const { alarms, told } = walks.get(DEFAULT_BUDGET);
    if (alarms.length + told.length === 0) continue;
    const news = told.map(({ day, domain, since }) => `${history.dayAt(day)} ${domain} since ${since}`);
    const rang = alarms.map((day) => history.dayAt(day));
    console.log(`${person.id}: rang ${rang.join(', ') || 'never'}; told ${news.join(', ') || 'nothing'}`);
  }
}

function rateRow(name, group, budget) {
  const { months, alarms, told } = countAlarms(group, budget);
  const say = ({ n, perMonth, interval }) =>
    `${n}: ${perMonth.toFixed(3)} [${interval.map((v) => v.toFixed(3)).join(' to ')}]`;
  return [
    `${name}, budget ${budget}`,
    `${say(alarms)} alarms per patient-month`,
    `${months.toFixed(1)} patient-months of ${group.filter((one) => monthsOf([one]) > 0).length} persons`,
    `${say(told)} new concerns told`,
  ];
}

async function showLoudest() {
  const loudest = findLoudest(full, { count: 10, perPerson: 2 });
  loudest.forEach(({ person, history, peak, alarm, score, concern }, i) => {
    const when = alarm === null ? `below the threshold, peak ${history.dayAt(peak)}` : `alarm ${history.dayAt(alarm)}`;
    const what = concern
      ? `${concern.evidence.metric} ${concern.evidence.usual.toFixed(1)} to ${concern.evidence.value.toFixed(1)} since ${concern.since}`
      : 'no open concern';
    console.log(`${i + 1}. ${person.id}, ${when}, score ${score.toFixed(2)}: ${what}`);
  });
  const flag = process.argv.indexOf('--charts');
  if (flag < 0) return;
  const folder = process.argv[flag + 1];
  mkdirSync(folder, { recursive: true });
  const pictures = loudest.map((moment, i) => ({
    path: join(folder, `real-${String(i + 1).padStart(2, '0')}.png`),
    svg: drawLoudest(moment),
  }));
  console.log((await writePictures(pictures)) ? `Charts are in ${folder}.` : 'No Chromium found: no charts.');
}

function leadRows({ leastPoints, written, rises, budgets, loudness, stepChange }) {
  const name = `pain rises of ${leastPoints}+ points`;
  console.log(`${name}: ${written} written, looked at: ${rises.join(', ') || 'none'}`);
  if (rises.length === 0) return [[name, `${written} written, 0 with steps around them`, '', 'nothing to count']];
  const chance = ({ expected, p }, digits) => `${expected.toFixed(digits)} by chance, p ${p.toFixed(2)}`;
  return [
    ...budgets.map(({ budget, leads, chance: found }) => [
      `${name}, budget ${budget}`,
      `${found.seen} of ${rises.length} found (${written} written)`,
      `lead days: ${leads.map((days) => days ?? 'none').join(', ')}`,
      chance(found, 2),
    ]),
    [`${name}, highest score, sum`, loudness.seen.toFixed(2), '', chance(loudness, 2)],
    [`${name}, change of steps, sum of logs`, stepChange.seen.toFixed(2), '', chance(stepChange, 2)],
  ];
}
