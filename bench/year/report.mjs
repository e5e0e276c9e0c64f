const LISTED_PEOPLE = 60;
const KINDS = [
  'deterioration',
  'plateau',
  'improvement',
  'goal-reached',
  'review-due',
  'missing-data',
  'no-progress',
  'wear-declining',
];
const rate = (n, of) => (n / of).toFixed(4);

/** The page about a year: figures, then what people of the team would have looked at, each with its evidence. */
export function writeReport({ items, patientDays, heldBack }, { patients, days, seed }) {
  const explained = items.filter(({ because }) => because !== null);
  const perPerson = Array.from({ length: patients }, (_, n) => items.filter(({ patient }) => patient === n).length);
  const listed = items.filter(({ patient }) => patient < LISTED_PEOPLE);
  return `# A year in the clinic

\`npm run bench -- year --patients ${patients} --days ${days} --seed ${seed} --report <this file>\` writes this page. ${patients} invented people live
${days} days: a usual week each, noise that carries over from day to day, and what happens to people (flares, illness, travel, a watch that lies in
a drawer or does not sync, a new one). Some have a story: they get worse for weeks, better, better and then no further, or wear the watch
less and less. Each day goes through the detector in the product's windows and through the alerts' own books on a real PostgreSQL, at the
default alarm budget, with nothing learned from outcomes; a nurse resolves everything the day after she hears of it. Nobody here is real, and
the sizes are ours: what real series do is in [real-series.md](real-series.md).

## How often must somebody look?

**${rate(items.length, patientDays)} times a patient-day** (goal: at most 0.05): ${items.length} looks in ${patientDays} patient-days, ${(items.length / patients).toFixed(1)} a person and year. A look is an alert that was
raised, or that got worse; good news is counted too. ${((100 * explained.length) / items.length).toFixed(1)} % have something in the person's story behind them. Concerns that nobody was told of again:
${
  Object.entries(heldBack)
    .map(([reason, n]) => `${reason} ${n}`)
    .join(', ') || 'none'
}; each is a row that says why.

${table(
  ['kind', 'looks', 'a patient-day', 'with a reason in the story', 'raised / worse'],
  KINDS.map((kind) => items.filter((one) => one.kind === kind))
    .filter((of) => of.length > 0)
    .map((of) => [
      of[0].kind,
      of.length,
      rate(of.length, patientDays),
      of.filter(({ because }) => because !== null).length,
      `${of.filter(({ event }) => event === 'raised').length} / ${of.filter(({ event }) => event === 'worsened').length}`,
    ]),
)}

${table(
  ['story', 'looks', 'of them about the story itself'],
  [...Map.groupBy(items, ({ story }) => story)].map(([story, of]) => [
    story,
    of.length,
    of.filter(({ because }) => because === story).length,
  ]),
)}

Looks a person, from the quietest to the loudest: ${quantiles(perPerson)}.

## What they would have looked at

The first ${LISTED_PEOPLE} people, in the order of their days. \`since\` is the day on which it most likely began, by the detector.

${table(
  ['person', 'day', 'what', 'severity', 'since', 'evidence', 'in truth'],
  listed.map(({ patient, story, on, event, kind, domain, severity, since, evidence, because }) => [
    `${patient} (${story})`,
    on,
    `${kind} ${domain}${event === 'worsened' ? ', worse' : ''}`,
    severity,
    since,
    inWords(evidence),
    because ?? 'nothing',
  ]),
)}
`;
}

const number = (n) => (n == null ? '?' : String(Math.round(n * 10) / 10));
const WORDS = {
  trend: inWordsOfTrend,
  goal: ({ metric, value, target, reachedOn }) =>
    `${metric} ${number(value)}, target ${number(target)}, reached on ${reachedOn}`,
  review: ({ endsOn, weeks }) => `a sprint of ${weeks} weeks that ends on ${endsOn}`,
};
const inWords = (evidence) => WORDS[evidence.type](evidence);

function inWordsOfTrend({ metric, value, usual, unit, alsoMoved, daysSince, wornSince }) {
  const days = daysSince === undefined ? '' : `, ${wornSince ?? '?'} of ${daysSince} days known`;
  const others = alsoMoved.map((moved) => moved.metric).join(', ');
  return `${metric} ${number(value)} ${unit ?? ''}, usual ${number(usual)}${days}${others ? `; also ${others}` : ''}`;
}

function table(head, rows) {
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}

function quantiles(counts) {
  const sorted = [...counts].sort((a, b) => a - b);
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
  return `${at(0)}, a quarter ${at(0.25)} or fewer, half ${at(0.5)}, nine in ten ${at(0.9)}, at most ${at(1)}`;
}
