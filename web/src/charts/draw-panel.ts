import type uPlot from 'uplot';
import type { Day, Panel, SprintSpan } from '../api/types.js';
import type { Audience } from '../words/index.js';
import {
  beginOf,
  changeIndex,
  gapSegments,
  isSparse,
  levelNow,
  meaningfulBracket,
  spanOf,
  sprintSpan,
  type Frame,
  type Scale,
} from './geometry.js';
import { FONT, type Palette } from './palette.js';

/** What the marks of one panel need. Positions come from the plot itself, in canvas pixels. */
export interface PanelDrawing {
  panel: Panel;
  days: readonly Day[];
  scale: Scale;
  frame: Frame;
  sprint: SprintSpan | null;
  audience: Audience;
  palette: Palette;
  /** The first panel writes the words for the gaps; the others only repeat the mark. */
  first: boolean;
}

/** Course colours belong to people who read courses; a patient's chart stays in the data colour. */
export function changeColour({ panel, audience, palette }: PanelDrawing): string {
  if (audience !== 'clinician') return palette.data;
  const course = panel.change?.course;
  if (course === 'worse' || course === 'improving' || course === 'urgent') return palette[course];
  return palette.data;
}

function pen(u: uPlot) {
  const { ctx, bbox } = u;
  const px = window.devicePixelRatio || 1;
  const x = (index: number) => u.valToPos(index, 'x', true);
  const y = (value: number) => u.valToPos(value, 'y', true);
  return { ctx, bbox, px, x, y, right: bbox.left + bbox.width, bottom: bbox.top + bbox.height };
}

/** Below the line: usual range, sprint wash and target, gaps. */
export function drawUnder(u: uPlot, d: PanelDrawing): void {
  const { ctx, bbox, px, x, y, right, bottom } = pen(u);
  const { panel, palette, scale } = d;
  const clamp = (v: number) => Math.max(scale.min, Math.min(scale.max, v));
  ctx.save();
  if (panel.usual) {
    const top = y(clamp(panel.usual.high));
    const begin = beginOf(panel.days);
    const from = begin === 0 ? bbox.left : x(begin - 0.5);
    ctx.fillStyle = palette.band;
    ctx.fillRect(from, top, right - from, y(clamp(panel.usual.low)) - top);
    line(ctx, [from, y(clamp(panel.usual.middle)), right, y(clamp(panel.usual.middle))], palette.bandLine, px, [
      3 * px,
      3 * px,
    ]);
    const window_ = spanOf(d.days, panel.usual.from, panel.usual.to);
    if (window_ && d.first) {
      ctx.fillStyle = palette.bandLine;
      ctx.fillRect(x(window_.from - 0.5), bottom - px, x(window_.to + 0.5) - x(window_.from - 0.5), 3 * px);
    }
  }
  const sprint = sprintSpan(d.days, d.sprint);
  if (sprint) {
    const from = x(sprint.from - 0.5);
    const to = sprint.open ? right : x(sprint.to + 0.5);
    ctx.globalAlpha = 0.05;
    ctx.fillStyle = palette.sprint;
    ctx.fillRect(from, bbox.top, to - from, bbox.height);
    ctx.globalAlpha = 1;
    if (panel.target !== null) {
      ctx.lineCap = 'round';
      line(ctx, [from, y(clamp(panel.target)), to, y(clamp(panel.target))], palette.sprint, 1.5 * px, [px, 4 * px]);
      ctx.lineCap = 'butt';
    }
  }
  let free = bbox.left;
  for (const gap of gapSegments(panel.days, panel.metric)) {
    const from = x(gap.from - 0.5);
    const to = x(gap.to + 0.5);
    if (gap.state === 'notWorn') hatch(ctx, from, bbox.top, to - from, bbox.height, palette.hatch, px);
    else {
      ctx.setLineDash([2 * px, 3 * px]);
      ctx.strokeStyle = palette.hatch;
      ctx.lineWidth = px;
      ctx.strokeRect(from + px / 2, bbox.top + px / 2, to - from - px, bbox.height - px);
      ctx.setLineDash([]);
    }
    // Only where the words before it have ended: two gaps side by side share one word less, never a blot.
    const half = 32 * px;
    if (d.first && (from + to) / 2 - half >= free) {
      haloText(
        ctx,
        gap.state === 'notWorn' ? 'not worn' : 'not synced',
        (from + to) / 2,
        bbox.top + 10 * px,
        palette,
        px,
      );
      free = (from + to) / 2 + half;
    }
  }
  ctx.restore();
}

/** Above the line: the days themselves, the new level, the size of a change that counts. */
export function drawOver(u: uPlot, d: PanelDrawing): void {
  const { ctx, bbox, px, x, y, right } = pen(u);
  const { panel, palette, scale, frame } = d;
  const cut = changeIndex(panel, d.days);
  const coloured = changeColour(d);
  const clamp = (v: number) => Math.max(scale.min, Math.min(scale.max, v));
  const crowded = frame.days > 150;
  const radius = (frame.narrow ? 1.9 : crowded ? 1.5 : 2.2) * px;
  ctx.save();
  if (isSparse(panel.metric)) joinPoints(ctx, panel, x, y, palette, px);
  panel.days.forEach((day, i) => {
    // A watch on the table still counts a few steps: the hatch says so, the number would lie.
    if (day.value === null || day.state === 'notWorn' || day.state === 'notSynced') return;
    const at = { x: x(i), y: y(clamp(day.value)) };
    const after = cut !== null && i >= cut;
    const colour = after ? coloured : isSparse(panel.metric) ? palette.data : palette.dataSoft;
    if (day.state === 'partial' || day.state === 'late' || day.late)
      ring(ctx, at, 3.2 * px, colour, palette.surface, px);
    else dot(ctx, at, isSparse(panel.metric) ? 4 * px : radius, colour);
    if (day.state === 'low' && !crowded) chevron(ctx, at.x, at.y + 6 * px, 1, colour, px);
    if (day.value > scale.max) chevron(ctx, at.x, bbox.top + 4 * px, -1, colour, px);
  });
  const level = panel.change?.level;
  if (cut !== null && level !== undefined) {
    ctx.lineCap = 'round';
    line(ctx, [x(cut - 0.5), y(clamp(level)), right, y(clamp(level))], coloured, 3 * px);
    ctx.lineCap = 'butt';
  }
  const bracket = d.audience === 'clinician' ? meaningfulBracket(panel) : null;
  if (bracket && levelNow(panel) !== null) {
    const bx = right - (frame.narrow ? 10 : 16) * px;
    const [a, b] = [y(clamp(bracket.from)), y(clamp(bracket.to))];
    for (const path of [
      [bx - 4 * px, a, bx + 4 * px, a],
      [bx, a, bx, b],
      [bx - 4 * px, b, bx + 4 * px, b],
    ] as const) {
      line(ctx, path, palette.ink2, 1.25 * px);
    }
  }
  ctx.restore();
}

type Context = CanvasRenderingContext2D;
function line(
  ctx: Context,
  [x1, y1, x2, y2]: readonly [number, number, number, number],
  colour: string,
  width: number,
  dash: number[] = [],
) {
  ctx.strokeStyle = colour;
  ctx.lineWidth = width;
  ctx.setLineDash(dash);
  ctx.beginPath();
  ctx.moveTo(x1, y1);
  ctx.lineTo(x2, y2);
  ctx.stroke();
  ctx.setLineDash([]);
}
function dot(ctx: Context, at: { x: number; y: number }, radius: number, colour: string) {
  ctx.fillStyle = colour;
  ctx.beginPath();
  ctx.arc(at.x, at.y, radius, 0, Math.PI * 2);
  ctx.fill();
}
function ring(ctx: Context, at: { x: number; y: number }, radius: number, colour: string, fill: string, px: number) {
  dot(ctx, at, radius, fill);
  ctx.strokeStyle = colour;
  ctx.lineWidth = 1.5 * px;
  ctx.stroke();
}
/** A small arrow: down under a day that is truly low, up at the top for one that is higher than the chart. */
function chevron(ctx: Context, x: number, y: number, direction: 1 | -1, colour: string, px: number) {
  ctx.strokeStyle = colour;
  ctx.lineWidth = 1.5 * px;
  ctx.beginPath();
  ctx.moveTo(x - 3.5 * px, y);
  ctx.lineTo(x, y + 3.5 * px * direction);
  ctx.lineTo(x + 3.5 * px, y);
  ctx.stroke();
}
function hatch(ctx: Context, x: number, y: number, width: number, height: number, colour: string, px: number) {
  ctx.save();
  ctx.beginPath();
  ctx.rect(x, y, width, height);
  ctx.clip();
  ctx.globalAlpha = 0.6;
  ctx.strokeStyle = colour;
  ctx.lineWidth = 1.3 * px;
  ctx.beginPath();
  for (let at = x - height; at < x + width; at += 7 * px) {
    ctx.moveTo(at, y + height);
    ctx.lineTo(at + height, y);
  }
  ctx.stroke();
  ctx.restore();
}
function haloText(
  ctx: Context,
  text: string,
  x: number,
  y: number,
  palette: Palette,
  px: number,
  align: CanvasTextAlign = 'center',
) {
  ctx.font = `${11.5 * px}px ${FONT}`;
  ctx.textAlign = align;
  ctx.textBaseline = 'middle';
  ctx.lineJoin = 'round';
  ctx.lineWidth = 4 * px;
  ctx.strokeStyle = palette.surface;
  ctx.strokeText(text, x, y);
  ctx.fillStyle = palette.ink2;
  ctx.fillText(text, x, y);
}
function joinPoints(
  ctx: Context,
  panel: Panel,
  x: (i: number) => number,
  y: (v: number) => number,
  palette: Palette,
  px: number,
) {
  ctx.strokeStyle = palette.data;
  ctx.lineWidth = 1.5 * px;
  ctx.beginPath();
  let open = false;
  panel.days.forEach((day, i) => {
    if (day.value === null) return;
    if (open) ctx.lineTo(x(i), y(day.value));
    else ctx.moveTo(x(i), y(day.value));
    open = true;
  });
  ctx.stroke();
}
