import type { MetricId } from '../metrics/index.js';
import type { Instrument, InstrumentItem } from './instrument.js';

/** Answers by item id; null or absent is a skipped item. */
export type Answers = Readonly<Record<string, number | null | undefined>>;

export type Scored =
  | {
      readonly ok: true;
      /** The instrument's total, or null when it has none. */
      readonly score: number | null;
      /** What the response says in terms of metrics, in their canonical units. */
      readonly derived: readonly { readonly metric: MetricId; readonly value: number }[];
    }
  | { readonly ok: false; readonly errors: readonly { readonly path: string; readonly message: string }[] };

/**
 * Checks a filled-in instrument and scores it. Pure, so that server and page come to the same result.
 * At least one item must be answered; unknown item ids are errors.
 */
export function scoreResponse(instrument: Instrument, answers: Answers): Scored {
  const known = new Set(instrument.items.map((item) => item.id));
  const strangers = Object.keys(answers).filter((id) => !known.has(id));
  const errors = [
    ...strangers.map((id) => ({ path: `answers.${id}`, message: `must be one of ${[...known].join(', ')}` })),
    ...instrument.items.flatMap((item) => problemOf(item, answers)),
  ];
  if (errors.length === 0 && answered(instrument, answers).length === 0) {
    errors.push({ path: 'answers', message: 'at least one item must be answered' });
  }
  if (errors.length > 0) return { ok: false, errors };
  const given = answered(instrument, answers);
  const single = given.flatMap(({ item, value }) => (item.metric ? [{ metric: item.metric, value }] : []));
  const { total } = instrument;
  if (!total) return { ok: true, score: null, derived: single };
  const score = roundTo(given.reduce((sum, { value }) => sum + value, 0) / given.length, total.decimals);
  return { ok: true, score, derived: [...single, { metric: total.metric, value: score }] };
}

/** The items that have an answer, in the instrument's order. */
export function answered(instrument: Instrument, answers: Answers): { item: InstrumentItem; value: number }[] {
  return instrument.items.flatMap((item) => {
    const value = answerTo(item, answers);
    return typeof value === 'number' ? [{ item, value }] : [];
  });
}

function problemOf(item: InstrumentItem, answers: Answers): { path: string; message: string }[] {
  const value = answerTo(item, answers);
  const path = `answers.${item.id}`;
  if (value === undefined || value === null) return item.required ? [{ path, message: 'must be answered' }] : [];
  const fits = Number.isInteger(value) && value >= item.min && value <= item.max;
  return fits ? [] : [{ path, message: `must be a whole number from ${item.min} to ${item.max}` }];
}

function answerTo(item: InstrumentItem, answers: Answers): number | null | undefined {
  return Object.hasOwn(answers, item.id) ? answers[item.id] : undefined;
}

/** Half rounds up. Scores are sums of whole numbers over few items, so no binary fraction lies just below a half. */
function roundTo(value: number, decimals: number): number {
  const factor = 10 ** decimals;
  return Math.round(value * factor) / factor;
}
