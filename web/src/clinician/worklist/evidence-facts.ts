import { METRICS, type MetricId } from '../../../../src/metrics/index.js';
import type { AlertRow, TrendEvidence as Evidence } from '../../api/types.js';
import { changeWords, dayRange, figure, measure, METRIC_NAMES, shortDay, signedAmount } from '../../words/index.js';

export interface FactLine {
  term: string;
  /** Set in bold before the rest. */
  strong?: string;
  text: string;
}
const name = (metric: MetricId) => METRIC_NAMES.clinician[metric];
const says = (metric: MetricId, value: number) => measure(metric, value, 'clinician');
/** Devices are worn, questions are answered. */
const counted = (metric: MetricId) => (METRICS[metric]?.selfReported ? 'answered' : 'worn');

/** Concerns whose evidence counts days with data, not what was measured on them. */
export const isAboutData = (kind: AlertRow['kind']): boolean =>
  kind === 'missing-data' || kind === 'no-progress' || kind === 'wear-declining';

/** What a clinician checks a concern by, one line each. A line without its facts is left out, never filled in. */
export function factLines(evidence: Partial<Evidence>, kind: AlertRow['kind']): FactLine[] {
  const { metric } = evidence;
  if (!metric) return [];
  if (isAboutData(kind)) return missingLines(metric, evidence);
  return [
    changed(metric, evidence),
    usual(metric, evidence),
    sure(metric, evidence, kind),
    alsoMoved(evidence),
    notMoved(evidence),
  ].filter((line) => line !== null);
}

function changed(metric: MetricId, { value, usual: middle, since, sinceInterval }: Partial<Evidence>): FactLine | null {
  if (value === undefined || value === null || middle === undefined || middle === null) return null;
  const between =
    sinceInterval && sinceInterval[0] !== sinceInterval[1]
      ? ` (between ${shortDay(sinceInterval[0])} and ${shortDay(sinceInterval[1])})`
      : '';
  return {
    term: 'Changed',
    strong: `${name(metric)} ${says(metric, value)}`,
    text: `, usual ${figure(metric, middle)}: ${signedAmount(metric, value, middle)}${since ? `, since ${shortDay(since)}${between}` : ''}`,
  };
}
function usual(metric: MetricId, { baseline }: Partial<Evidence>): FactLine | null {
  if (!baseline) return null;
  const { from, to, validDays, totalDays } = baseline;
  return {
    term: 'Usual is',
    text: `middle of ${dayRange(from, to)}, ${validDays} of ${totalDays} days ${counted(metric)}`,
  };
}
function sure(metric: MetricId, evidence: Partial<Evidence>, kind: AlertRow['kind']): FactLine | null {
  const { wornSince, daysSince, beyondUsual, delta } = evidence;
  if (wornSince === undefined || daysSince === undefined) return null;
  const side = (delta ?? 0) < 0 ? 'below' : 'above';
  const beyond = kind !== 'plateau' && beyondUsual !== undefined ? `, ${beyondUsual} of them ${side} usual` : '';
  return { term: 'How sure', text: `${wornSince} of ${daysSince} days ${counted(metric)} since${beyond}` };
}
function alsoMoved({ alsoMoved: moved }: Partial<Evidence>): FactLine | null {
  if (!moved?.length) return null;
  const one = (m: (typeof moved)[number]) =>
    `${name(m.metric)} ${says(m.metric, m.value)}, usual ${figure(m.metric, m.usual)} (${signedAmount(m.metric, m.value, m.usual)})`;
  return { term: 'Also moved', text: moved.map(one).join('; ') };
}
function notMoved({ notMoved: still }: Partial<Evidence>): FactLine | null {
  if (!still?.length) return null;
  const one = (m: (typeof still)[number]) =>
    `${name(m.metric)} ${says(m.metric, m.value)}, usual ${figure(m.metric, m.usual)}; a change of ${changeWords(m.metric, m.meaningful)} counts`;
  return { term: 'Not moved', text: still.map(one).join('. ') };
}
function missingLines(metric: MetricId, evidence: Partial<Evidence>): FactLine[] {
  const lines: FactLine[] = [];
  const { since, baseline, wornSince, daysSince } = evidence;
  if (since) lines.push({ term: 'Missing since', text: shortDay(since) });
  if (wornSince !== undefined && daysSince) {
    lines.push({ term: 'Since then', text: `${wornSince} of ${daysSince} days ${counted(metric)}` });
  }
  if (baseline) {
    const { from, to, validDays, totalDays } = baseline;
    lines.push({ term: 'Before', text: `${validDays} of ${totalDays} days ${counted(metric)}, ${dayRange(from, to)}` });
  }
  return lines;
}

/** Which panels show the concern: its own measure first, then what moved with it, then what did not. */
export function panelsOf(evidence: Partial<Evidence>, most = 4): MetricId[] {
  const all = [
    evidence.metric,
    ...(evidence.alsoMoved ?? []).map((m) => m.metric),
    ...(evidence.notMoved ?? []).map((m) => m.metric),
  ];
  return [...new Set(all.filter((metric): metric is MetricId => metric !== undefined))].slice(0, most);
}

/** What else the sentence of the concern should carry: "Sleep moved with it. Pain has hardly moved." */
export function contextWords(evidence: Partial<Evidence>): string {
  const moved = (evidence.alsoMoved ?? []).map((m) => name(m.metric));
  const still = (evidence.notMoved ?? []).slice(0, 2).map((m) => name(m.metric));
  const list = (names: string[]) => {
    const words = names.map((word, i) => (i === 0 || /^[A-Z]{2}/.test(word) ? word : word.toLowerCase()));
    return words.length > 1 ? `${words.slice(0, -1).join(', ')} and ${words.at(-1)}` : (words[0] ?? '');
  };
  return [
    moved.length > 0 && `${list(moved)} moved with it.`,
    still.length > 0 && `${list(still)} ${still.length > 1 ? 'have' : 'has'} hardly moved.`,
  ]
    .filter(Boolean)
    .join(' ');
}
