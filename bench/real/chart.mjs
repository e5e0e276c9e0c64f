import { addDays, daysBetween } from '../../dist/src/metrics/index.js';
import { drawPanel } from './chart-panel.mjs';
import { COLOUR, FONT, plot, text } from './chart-style.mjs';

const BEFORE_DAYS = 112;
const AFTER_DAYS = 56;
const PANEL = { height: 118, gap: 22 };
const HEAD = 52;

const PANELS = [
  { metric: 'steps', title: 'Steps a day', least: 0 },
  { metric: 'sleepDuration', title: 'Sleep, hours', least: 0 },
  { metric: 'restingHeartRate', title: 'Resting heart rate, per minute' },
  { metric: 'painIntensity', title: 'Pain, highest of the day (higher = worse)', least: 0, most: 10 },
];

/** One loud moment as an SVG of daily dots, usual band, gaps, onset, alarm and device switches. */
export function drawLoudest(moment) {
  const { history, person, peak } = moment;
  const marker = moment.alarm ?? peak;
  const from = Math.max(0, marker - BEFORE_DAYS);
  const to = Math.min(history.days - 1, marker + AFTER_DAYS);
  const pain = Array.from({ length: history.days }, (_, i) => person.pain.get(history.dayAt(i)) ?? null);
  const series = { ...history.series, painIntensity: pain };
  const shown = PANELS.filter(({ metric }) => series[metric].slice(from, to + 1).some((value) => value !== null));
  const height = HEAD + shown.length * (PANEL.height + PANEL.gap) + 26;
  const x = (i) => plot.left + ((i - from + 0.5) / (to - from + 1)) * plot.width;
  const bottom = HEAD + shown.length * (PANEL.height + PANEL.gap) - PANEL.gap;
  const scene = { ...moment, from, to, x, marker };
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${plot.total}" height="${height}" font-family="${FONT}">`,
    `<defs><pattern id="hatch" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><line x1="0" y1="0" x2="0" y2="5" stroke="${COLOUR.hatch}" stroke-width="1"/></pattern></defs>`,
    `<rect width="100%" height="100%" fill="${COLOUR.surface}"/>`,
    text(plot.left, 20, titleOf(moment), { size: 15, weight: 600 }),
    drawOnset(scene, bottom),
    ...shown.map((panel, k) =>
      drawPanel(scene, {
        ...panel,
        values: series[panel.metric],
        top: HEAD + k * (PANEL.height + PANEL.gap),
        height: PANEL.height,
      }),
    ),
    drawRules(scene, bottom),
    drawMonths(scene, bottom),
    '</svg>',
  ].join('\n');
}

function titleOf({ person, score, alarm }) {
  return `${person.id}: score ${score.toFixed(2)}${alarm === null ? ', below the default threshold' : ''}`;
}

function drawOnset({ concern, history, x, from }, bottom) {
  if (!concern) return '';
  const [a, b] = concern.evidence.sinceInterval.map((day) => x(Math.max(from, daysBetween(history.first, day))));
  return `<rect x="${a - 3}" y="${HEAD - 8}" width="${b - a + 6}" height="${bottom - HEAD + 8}" fill="${COLOUR.worseTint}"/>`;
}

function drawRules({ history, x, from, to, marker, alarm }, bottom) {
  const rules = [{ day: marker, label: alarm === null ? 'loudest day' : 'alarm', colour: COLOUR.worse }];
  let last = null;
  history.device.forEach((device, i) => {
    if (device !== null && last !== null && device !== last && i >= from && i <= to)
      rules.push({ day: i, label: `now ${device}`, colour: COLOUR.plateau });
    last = device ?? last;
  });
  return rules
    .map(({ day, label, colour }) => {
      const at = x(day);
      const anchor = at > plot.left + plot.width - 130 ? 'end' : 'start';
      const flag = text(at, HEAD - 12, `${label} ${history.dayAt(day)}`, { size: 11.5, colour, anchor });
      return `<line x1="${at}" x2="${at}" y1="${HEAD - 8}" y2="${bottom}" stroke="${colour}" stroke-width="1.5"/>${flag}`;
    })
    .join('');
}

function drawMonths({ history, x, from, to }, bottom) {
  const marks = [];
  for (let i = from; i <= to; i++) {
    const day = addDays(history.first, i);
    if (!day.endsWith('-01') || to - i < 8) continue;
    marks.push(
      `<line x1="${x(i)}" x2="${x(i)}" y1="${bottom}" y2="${bottom + 6}" stroke="${COLOUR.line2}"/>`,
      text(x(i) + 3, bottom + 16, day.slice(0, 7), { size: 11.5, colour: COLOUR.ink3 }),
    );
  }
  return marks.join('');
}
