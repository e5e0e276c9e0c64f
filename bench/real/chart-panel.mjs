import { daysBetween } from '../../dist/src/metrics/index.js';
import { COLOUR, plot, text } from './chart-style.mjs';
import { findMedian } from './median.mjs';

/** One metric: band and middle of the usual weeks, a dot a day, the 7-day middle, hatch where the day is missing. */
export function drawPanel(scene, { metric, title, values, top, height, least, most }) {
  const { from, to, x } = scene;
  const seen = values.slice(from, to + 1).filter((value) => value !== null);
  const bounds = findBounds(seen, { least, most });
  const y = (value) => top + 14 + (1 - Math.min(1, (value - bounds.low) / (bounds.high - bounds.low))) * (height - 14);
  const usual = findUsual(scene, metric, values);
  return [
    text(plot.left, top + 8, title, { size: 12.5, colour: COLOUR.ink2, weight: 550 }),
    drawGaps(scene, values, top + 14, height - 14),
    usual && drawBand(scene, usual, y),
    drawAxis(bounds, y),
    `<path d="${middlePath(values, scene, y)}" fill="none" stroke="${COLOUR.data}" stroke-width="1.75"/>`,
    ...dots(
      values,
      from,
      to,
      (i, value) => `<circle cx="${x(i)}" cy="${y(value)}" r="1.9" fill="${COLOUR.dataSoft}"/>`,
    ),
  ].join('\n');
}

function findBounds(seen, { least, most }) {
  const sorted = [...seen].sort((a, b) => a - b);
  // A single marathon day must not press all others to the floor: it is drawn at the upper edge.
  const high = most ?? Math.min(sorted.at(-1), sorted[Math.floor(sorted.length * 0.98)] * 1.25);
  const low = least ?? sorted[0];
  return high > low ? { low, high } : { low: low - 1, high: low + 1 };
}

/** Of the weeks the detector compared with: the concern's own, for the other panels the same days. */
function findUsual({ concern, history, marker }, metric, values) {
  const window = concern?.evidence.baseline;
  const first = window ? daysBetween(history.first, window.from) : marker - 56;
  const last = window ? daysBetween(history.first, window.to) : marker - 28;
  const days = values.slice(Math.max(0, first), last + 1).filter((value) => value !== null);
  if (days.length < 7) return null;
  const middle = findMedian(days);
  const spread = 1.4826 * findMedian(days.map((value) => Math.abs(value - middle)));
  return { first, last, middle, low: middle - spread, high: middle + spread };
}

function drawBand({ x, from, to }, { first, last, middle, low, high }, y) {
  const [a, b] = [x(Math.max(from, first)), x(to)];
  const floor = y(low);
  return [
    `<rect x="${a}" y="${y(high)}" width="${b - a}" height="${floor - y(high)}" fill="${COLOUR.band}" fill-opacity=".75"/>`,
    `<line x1="${a}" x2="${b}" y1="${y(middle)}" y2="${y(middle)}" stroke="${COLOUR.bandLine}" stroke-dasharray="4 3"/>`,
    `<line x1="${a}" x2="${x(Math.max(from, last))}" y1="${floor}" y2="${floor}" stroke="${COLOUR.bandLine}" stroke-width="2"/>`,
  ].join('');
}

function drawAxis({ low, high }, y) {
  return [low, (low + high) / 2, high]
    .map((value) => {
      const words = high - low > 20 ? Math.round(value).toLocaleString('en') : value.toFixed(1);
      const line = `<line x1="${plot.left}" x2="${plot.left + plot.width}" y1="${y(value)}" y2="${y(value)}" stroke="${COLOUR.line}"/>`;
      return line + text(plot.left - 6, y(value) + 4, words, { size: 11.5, colour: COLOUR.ink3, anchor: 'end' });
    })
    .join('');
}

function drawGaps({ from, to, x }, values, top, height) {
  const width = plot.width / (to - from + 1);
  const gaps = [];
  for (let i = from; i <= to; i++) {
    if (values[i] !== null) continue;
    gaps.push(
      `<rect x="${x(i) - width / 2}" y="${top}" width="${width}" height="${height}" fill="url(#hatch)" fill-opacity=".55"/>`,
    );
  }
  return gaps.join('');
}

/** Middle of the seven days up to each day, at least four of them known; the line stops at gaps. */
function middlePath(values, { from, to, x }, y) {
  let path = '';
  let drawing = false;
  for (let i = from; i <= to; i++) {
    const week = values.slice(Math.max(0, i - 6), i + 1).filter((value) => value !== null);
    if (week.length < 4 || values[i] === null) {
      drawing = false;
      continue;
    }
    path += `${drawing ? 'L' : 'M'}${x(i).toFixed(1)} ${y(findMedian(week)).toFixed(1)}`;
    drawing = true;
  }
  return path;
}

function dots(values, from, to, draw) {
  const all = [];
  for (let i = from; i <= to; i++) if (values[i] !== null) all.push(draw(i, values[i]));
  return all;
}
