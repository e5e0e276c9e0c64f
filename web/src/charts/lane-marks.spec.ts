import { describe, expect, it } from '@jest/globals';
import { addDays } from '../words/format.js';
import { frameOf, xEnd, xOf } from './geometry.js';
import { dayAtMark, eventMarks, markNear } from './lane-marks.js';

const DAYS = Array.from({ length: 10 }, (_, i) => addDays('2026-11-01', i));

describe('the marks of the lane', () => {
  it('writes an event’s word only where there is room for it', () => {
    const event = (on: string, label: string) => ({ on, until: null, kind: 'visit' as const, label, sentence: null });
    const marks = eventMarks(frameOf(900, 10), DAYS, [
      event('2026-11-05', 'Dose'),
      event('2026-11-02', 'A rather long description of it'),
      event('2026-11-03', 'X'),
    ]);
    expect(marks.map((m) => m.word?.text)).toEqual([undefined, 'X', 'Dose']);
    const twice = eventMarks(frameOf(1200, 10), DAYS, [event('2026-11-02', 'PEG'), event('2026-11-07', 'PEG')]);
    expect(twice.map((m) => m.word?.text)).toEqual(['PEG', undefined]);
    expect(eventMarks(frameOf(390, 10), DAYS, [event('2026-11-05', 'Dose')])[0]!.word).toBeNull();
  });
  it('names the medication where the whole change has no room', () => {
    const sentence = { key: 'dose.changed', facts: { medication: 'Pregabalin', from: '75 mg', to: '150 mg' } };
    const label = 'Pregabalin 75 mg → 150 mg';
    const word = (until: string) =>
      eventMarks(frameOf(1200, 10), DAYS, [
        { on: '2026-11-02', until: null, kind: 'dose', label, sentence },
        { on: until, until: null, kind: 'visit', label: 'video', sentence: null },
      ])[0]!.word?.text;
    expect([word('2026-11-09'), word('2026-11-03')]).toEqual([label, 'Pregabalin']);
  });
  it('stands before the mark where there is no room behind it, and never on a word of the mark before', () => {
    const event = (on: string, label: string) => ({ on, until: null, kind: 'visit' as const, label, sentence: null });
    const words = (...events: ReturnType<typeof event>[]) =>
      eventMarks(frameOf(900, 10), DAYS, events).map(({ word }) => word && `${word.text} ${word.side}`);
    const long = 'A description of some length, which is more than fits';
    expect(words(event('2026-11-10', long))).toEqual([`${long} before`]);
    expect(words(event('2026-11-05', 'Short'), event('2026-11-10', long))).toEqual(['Short behind', null]);
  });
  it('puts the marks of one day beside one another, and counts what has no place near its day', () => {
    const event = (on: string, label: string) => ({ on, until: null, kind: 'visit' as const, label, sentence: null });
    const f = frameOf(390, 10);
    const xs = eventMarks(f, DAYS, [event('2026-11-05', 'a'), event('2026-11-05', 'b')]).map(({ x }) => x);
    expect(xs).toEqual([xOf(f, 4), xOf(f, 4) + 17]);
    const many = eventMarks(
      f,
      DAYS,
      Array.from({ length: 60 }, (_, i) => event(addDays('2026-11-01', i % 10), `${i}`)),
    );
    expect(many.flatMap(({ events }) => events)).toHaveLength(60);
    for (const { x, events } of many) {
      expect(x - xOf(f, DAYS.indexOf(events[0]!.on))).toBeLessThanOrEqual(17);
      expect(x <= xEnd(f)).toBe(true);
    }
    for (const { events, starts } of many)
      expect(starts.map((start) => DAYS[start])).toEqual(events.map(({ on }) => on));
    const three = ['a', 'b', 'c'].map((label) => event('2026-11-05', label));
    expect(eventMarks(frameOf(900, 10), DAYS, three).map(({ word }) => word?.text)).toEqual(['a', '+1']);
  });
});

describe('asked at a mark of the lane', () => {
  it('means the nearest mark, and none that is too far', () => {
    const marks = [{ x: 100 }, { x: 117 }, { x: 300 }];
    expect([107, 110, 320, 330, 0].map((x) => markNear(marks, x, 22)?.x ?? null)).toEqual([100, 117, 300, null, null]);
    expect(markNear([], 100, 22)).toBeNull();
  });
  it.each([
    ['a day before it', [40], 39, false, 40],
    ['its own day', [40], 40, true, 40],
    ['two events, somewhere else', [40, 44], 12, true, 40],
    ['two events, at the first', [40, 44], 40, true, 44],
    ['two events, at the last', [40, 44], 44, true, 40],
    ['two events, only passing over it', [40, 44], 44, false, 44],
  ])('%s', (_name, starts, day, again, to) => expect(dayAtMark({ starts }, day, again)).toBe(to));
});
