import { METRICS, type MetricId } from '../../../src/metrics/index.js';
import type { Day, Panel, PanelDay, SprintSpan } from '../api/types.js';

/** Where things stand on a chart. Pure: days are indexes, pixels come from the frame. */
export interface Frame {
  width: number;
  left: number;
  right: number;
  days: number;
  narrow: boolean;
}
/** Room after the last day, so that its dot is not cut. */
export const TAIL_DAYS = 0.2;

export function frameOf(width: number, days: number): Frame {
  const narrow = width < 520;
  return { width, left: narrow ? 34 : 46, right: narrow ? 74 : 108, days, narrow };
}
const plotWidth = (f: Frame) => Math.max(1, f.width - f.left - f.right);
/** Centre of a day. Half days are the edges between two. */
export const xOf = (f: Frame, index: number): number => f.left + ((index + 0.5) / (f.days + TAIL_DAYS)) * plotWidth(f);
export const xEnd = (f: Frame): number => f.width - f.right;

/** The day under a pointer, kept inside the chart. */
export function dayAtX(f: Frame, x: number): number {
  const raw = ((x - f.left) / plotWidth(f)) * (f.days + TAIL_DAYS) - 0.5;
  return Math.max(0, Math.min(f.days - 1, Math.round(raw)));
}

export interface GapSegment {
  from: number;
  to: number;
  state: 'notWorn' | 'notSynced';
}
/** Runs of days without a watch or without its data. Diaries have no such gaps: not asked is nothing to draw. */
export function gapSegments(days: readonly PanelDay[], metric: MetricId): GapSegment[] {
  if (METRICS[metric]?.selfReported) return [];
  const segments: GapSegment[] = [];
  days.forEach(({ state }, i) => {
    const gap = gapOf(state);
    if (!gap) return;
    const last = segments.at(-1);
    if (last && last.to === i - 1 && last.state === gap) last.to = i;
    else segments.push({ from: i, to: i, state: gap });
  });
  return segments;
}

/** The day with which the history of a metric begins, as index: before it nothing is drawn. */
export const beginOf = (days: readonly PanelDay[]): number =>
  Math.max(
    0,
    days.findIndex(({ state }) => state !== 'notYet'),
  );

/** To the eye there are two gaps: nothing was worn, or it has not come. Why it has not come stands in the words of the day. */
function gapOf(state: PanelDay['state']): GapSegment['state'] | null {
  if (state === 'notWorn') return state;
  return state === 'notSynced' || state === 'stalled' ? 'notSynced' : null;
}

export interface Scale {
  min: number;
  max: number;
  ticks: number[];
}
/** Scores keep their full range. Counts start at zero. Others get whole numbers around what was measured. */
export function scaleOf(panel: Panel, steps = 3): Scale {
  if (panel.range) {
    const [min, max] = panel.range;
    return { min, max, ticks: [min, (min + max) / 2, max] };
  }
  const values = panel.days.flatMap((d) => (d.value === null ? [] : [d.value]));
  const marks = [panel.usual?.low, panel.usual?.high, panel.target, panel.change?.level];
  const all = [...values, ...marks.filter((v): v is number => typeof v === 'number')];
  if (all.length === 0) return { min: 0, max: 1, ticks: [0, 1] };
  const fromZero = panel.metric === 'steps' || panel.metric === 'walkingMinutes';
  const low = fromZero ? 0 : Math.min(...all);
  const high = Math.max(...all);
  // Values that hardly differ must not look like a landscape, and steps below rounding would never end.
  const step = niceStep(Math.max(high - low, Math.abs(high) / 20, 0.5) / steps);
  const min = fromZero ? 0 : Math.floor(low / step) * step;
  const max = Math.max(min + step, Math.ceil(high / step) * step);
  const ticks = Array.from({ length: Math.round((max - min) / step) + 1 }, (_, i) =>
    Number((min + i * step).toFixed(6)),
  );
  return { min, max, ticks };
}
function niceStep(raw: number): number {
  const power = 10 ** Math.floor(Math.log10(raw));
  const share = raw / power;
  return (share <= 1 ? 1 : share <= 2 ? 2 : share <= 5 ? 5 : 10) * power;
}

/** Questionnaires every other week are points to join; everything else is a daily value with a 7-day middle. */
export const isSparse = (metric: MetricId): boolean =>
  METRICS[metric]?.selfReported === true && METRICS[metric].daily === 'last';

/** The line: the 7-day middle up to the change, null at gaps. After it the new level takes over. */
export function lineOf(panel: Panel, days: readonly Day[]): (number | null)[] {
  if (isSparse(panel.metric)) return panel.days.map(() => null);
  const cut = changeIndex(panel, days);
  return panel.middle.map((v, i) => (cut !== null && i >= cut ? null : v));
}
/** First day of the new level, when it lies on this chart. */
export function changeIndex(panel: Panel, days: readonly Day[]): number | null {
  if (!panel.change) return null;
  const { on } = panel.change;
  if (days.length === 0 || on > days.at(-1)!) return null;
  return on < days[0]! ? 0 : days.findIndex((day) => day >= on);
}

export interface ChangeRule {
  index: number;
  panel: Panel;
  on: Day;
}
/** Changes this close are one story, told by one rule. */
const SAME_DAYS = 4;
/** Where rules go through all panels: at the first change and at any other that is days away from it. */
export function changeRules(panels: readonly Panel[], days: readonly Day[]): ChangeRule[] {
  const changes = panels.flatMap((panel) => {
    const index = changeIndex(panel, days);
    return index === null || index === 0 || !panel.change ? [] : [{ index, panel, on: panel.change.on }];
  });
  const rules: ChangeRule[] = [];
  for (const change of changes.toSorted((a, b) => a.index - b.index)) {
    if (!rules.some((rule) => Math.abs(rule.index - change.index) <= SAME_DAYS)) rules.push(change);
  }
  return rules;
}

/** Where the panel stands now: the new level, else what its sentence says, else the newest middle or value. */
export function levelNow(panel: Panel): number | null {
  if (panel.change) return panel.change.level;
  // Who reads no sentence of the team's reads the patient's: the chart must not say another number than the words above it.
  const said = (panel.sentence ?? panel.patientSentence)?.facts.value;
  if (typeof said === 'number') return said;
  if (isSparse(panel.metric)) return panel.days.findLast((d) => d.value !== null)?.value ?? null;
  return panel.middle.findLast((v) => v !== null) ?? panel.days.findLast((d) => d.value !== null)?.value ?? null;
}

export interface Span {
  from: number;
  to: number;
  /** It goes on beyond the last day shown. */
  open: boolean;
}
/** Days from..until as indexes on this chart, or null when all of it lies outside. */
export function spanOf(days: readonly Day[], from: Day, until: Day): Span | null {
  const first = days[0];
  const last = days.at(-1);
  if (first === undefined || last === undefined || from > last || until < first) return null;
  const start = days.findIndex((day) => day >= from);
  const end = days.findLastIndex((day) => day <= until);
  return { from: start, to: end, open: until > last };
}
export const sprintSpan = (
  days: readonly Day[],
  sprint: Pick<SprintSpan, 'startsOn' | 'endsOn'> | null,
): Span | null => (sprint ? spanOf(days, sprint.startsOn, sprint.endsOn) : null);

export interface AxisLabel {
  index: number;
  x: number;
}
/** As wide as "27 Nov" or "29 Dec 2025" is, and some air. */
const widthOf = (word: string) => word.length * 6 + 10;
/**
 * The last day, and Mondays before it, thinned until their words have room.
 *
 * @param wordOf - what stands there: a day of another year takes more room
 */
export function axisDays(f: Frame, days: readonly Day[], wordOf: (day: Day) => string): AxisLabel[] {
  const last = days.length - 1;
  const perDay = plotWidth(f) / (f.days + TAIL_DAYS);
  const every = Math.max(1, Math.ceil(50 / (perDay * 7)));
  const mondays = days.flatMap((day, index) => (new Date(`${day}T12:00:00Z`).getUTCDay() === 1 ? [index] : []));
  const labels: AxisLabel[] = [];
  // From the last day back, so that it is there whatever else is.
  for (const index of [...mondays.filter((index, i) => i % every === 0 && index !== last), last].toReversed()) {
    const x = xOf(f, index);
    const next = labels[0];
    const apart = next && (widthOf(wordOf(days[index]!)) + widthOf(wordOf(days[next.index]!))) / 2;
    if (apart === undefined || x <= next!.x - apart) labels.unshift({ index, x });
  }
  return labels;
}

/** Pushes labels apart so that none lies on another; order and extent are kept. Input and output are pixels from the top. */
export function spread(positions: readonly number[], gap: number, top: number, bottom: number): number[] {
  const order = positions.map((y, i) => ({ y, i })).sort((a, b) => a.y - b.y);
  let at = top;
  for (const label of order) {
    label.y = Math.max(label.y, at);
    at = label.y + gap;
  }
  let limit = bottom;
  for (const label of order.toReversed()) {
    label.y = Math.min(label.y, limit);
    limit = label.y - gap;
  }
  const out = [...positions];
  for (const { y, i } of order) out[i] = y;
  return out;
}

/** The bracket of one change that counts, from the usual middle towards where the person stands. */
export function meaningfulBracket(panel: Panel): { from: number; to: number; size: number } | null {
  const size = panel.meaningful.absolute;
  const middle = panel.usual?.middle;
  if (size === null || middle === undefined || !panel.range) return null;
  const now = levelNow(panel) ?? middle;
  const up = now === middle ? panel.better !== 'up' : now > middle;
  const to = up ? middle + size : middle - size;
  const inside = to >= panel.range[0] && to <= panel.range[1];
  return { from: middle, to: inside ? to : up ? middle - size : middle + size, size };
}
