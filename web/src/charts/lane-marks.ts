import type { Day, LaneEvent } from '../api/types.js';
import { spanOf, xEnd, xOf, type Frame } from './geometry.js';

export interface EventMark {
  /** The first has its icon there; more only where there is no room for theirs. */
  events: LaneEvent[];
  /** Of each event the first day that is shown, as index. */
  starts: number[];
  x: number;
  span: { from: number; to: number } | null;
  /** Word beside the mark, where there is room for it: behind it, else before it. */
  word: { text: string; side: 'behind' | 'before' } | null;
}
const ICON = 15;
/** From the middle of one icon to that of the next. */
const APART = ICON + 2;
const widthOf = (word: string): number => word.length * 6.1 + 6;
/** All of it, or where there is no room for that, of a dose which medication it is of. */
const wordsOf = ({ label, sentence }: LaneEvent): string[] =>
  typeof sentence?.facts.medication === 'string' ? [label, sentence.facts.medication] : [label];

/**
 * The event lane: a mark on the day of an event, or right beside the mark before it; what finds no place there is told by that
 * mark. A bar when it lasts, a word only where it touches no other mark.
 */
export function eventMarks(f: Frame, days: readonly Day[], events: readonly LaneEvent[]): EventMark[] {
  const placed = events
    .flatMap((event) => {
      const span = spanOf(days, event.on, event.until ?? event.on);
      if (!span) return [];
      const lasts = event.until !== null && event.until !== event.on;
      const from = xOf(f, span.from);
      const to = xOf(f, span.to);
      return [{ event, start: span.from, x: (from + to) / 2, span: lasts ? { from: from - 3, to: to + 3 } : null }];
    })
    .sort((a, b) => a.x - b.x);
  const marks: Omit<EventMark, 'word'>[] = [];
  for (const { event, start, x, span } of placed) {
    const last = marks.at(-1);
    const beside = last ? Math.max(x, last.x + APART) : x;
    // One that would stand away from its day, or on days to come, is told by the mark before it.
    if (last && (beside - x > APART || beside > Math.max(x, xEnd(f)))) {
      last.events.push(event);
      last.starts.push(start);
    } else marks.push({ events: [event], starts: [start], x: beside, span });
  }
  const said = new Set<string>();
  let taken = f.left;
  return marks.map((mark, i) => {
    const { x, events: told } = mark;
    const behind = (marks[i + 1]?.x ?? f.width) - x - ICON - 6;
    const before = x - ICON - 6 - taken;
    const words = told.length > 1 ? [`+${told.length - 1}`] : f.narrow ? [] : wordsOf(told[0]!);
    const text = words.find((word) => widthOf(word) <= Math.max(behind, before));
    // The same word beside every one of a dozen marks says nothing more than beside the first.
    const isNew = text !== undefined && (told.length > 1 || !said.has(text));
    if (isNew) said.add(text);
    const side = isNew && widthOf(text) <= behind ? 'behind' : 'before';
    taken = x + ICON + (isNew && side === 'behind' ? widthOf(text) : 0);
    return { ...mark, word: isNew ? { text, side } : null };
  });
}

/** The mark that a finger or a pointer means, if one is as near. */
export function markNear<Mark extends Pick<EventMark, 'x'>>(
  marks: readonly Mark[],
  x: number,
  withinPx: number,
): Mark | null {
  const [nearest] = marks.toSorted((a, b) => Math.abs(a.x - x) - Math.abs(b.x - x));
  return nearest && Math.abs(nearest.x - x) <= withinPx ? nearest : null;
}

/**
 * The day that is asked for at a mark, which is wider than a day is: that of its event. Of several, whoever asks again is
 * told the next.
 */
export function dayAtMark({ starts }: Pick<EventMark, 'starts'>, day: number, again: boolean): number {
  if (!starts.includes(day)) return starts[0]!;
  return again ? (starts.find((start) => start > day) ?? starts[0]!) : day;
}
