import { canonicalText } from '../../platform/json/index.js';
import { hasDevice } from './device-text.js';

/** FHIR members of a stored reading, as JSON texts. */
export interface Words {
  readonly skeleton: string;
  readonly remainder: string | null;
}

type Json = Record<string, unknown>;

/** A re-sync writes these anew each time, or they are compared as numbers and instants: they say nothing new of the reading. */
const NEVER_NEWS = ['identifier', '_identifier', 'issued', '_issued', 'status', '$none'];
/** Of a metric of ours each road writes these in its own way, for the same device, code, unit and moment. */
const WRITTEN_BY_THE_ROAD = [
  ...['code', 'device', 'subject', 'valueQuantity', 'text', 'language', 'category', 'meta'],
  ...['effectiveDateTime', '_effectiveDateTime', 'effectiveInstant', '_effectiveInstant', 'effectivePeriod'],
];
const OF_ANY: ReadonlySet<string> = new Set(NEVER_NEWS);
const OF_METRIC: ReadonlySet<string> = new Set([...NEVER_NEWS, ...WRITTEN_BY_THE_ROAD]);

/**
 * Do two that have the same value and status say the same of it: note, method, interpretation and so on?
 *
 * @param isMetric - of a metric of ours; outside the catalogue another unit or spelling of the code is another word, too
 * @param device - text of the device of the source, which is the same for both
 */
export function sameWords(
  old: Words,
  now: Words,
  { isMetric, device }: { readonly isMetric: boolean; readonly device: string | undefined },
): boolean {
  if (old.skeleton === now.skeleton && old.remainder === now.remainder) return true;
  const [a, b] = [read(old, device), read(now, device)];
  const ignored = isMetric ? OF_METRIC : OF_ANY;
  if (textOf(a, ignored) !== textOf(b, ignored)) return false;
  return isMetric ? sameCategory(a, b) && sameLabels(a, b) : sameMeta(a, b);
}

function read({ skeleton, remainder }: Words, device: string | undefined): Json {
  const kept = JSON.parse(skeleton) as Json;
  if (device !== undefined && hasDevice(skeleton)) kept.device = JSON.parse(device);
  const own = remainder === null ? {} : (JSON.parse(remainder) as Json);
  return { ...kept, ...own, meta: { ...(own.meta as Json), ...(kept.meta as Json) } };
}

/** All but what is ignored, keys in order. */
function textOf(said: Json, ignored: ReadonlySet<string>): string {
  const { meta: _meta, $exact = {}, ...members } = said;
  const exact = Object.entries($exact as Json).filter(([path]) => !ignored.has(path.split('.')[0]!));
  const kept = Object.entries(members).filter(([key]) => !ignored.has(key));
  return canonicalText([Object.fromEntries(kept), Object.fromEntries(exact)]);
}

/** A road that names no category takes none away. */
function sameCategory({ category: a }: Json, { category: b }: Json): boolean {
  return b === undefined || codesOf(a) === codesOf(b);
}

/** How their codes are shown is left out. */
function codesOf(concepts: unknown): string {
  const all = Array.isArray(concepts)
    ? (concepts as { coding?: { system?: string; code?: string }[]; text?: string }[])
    : [];
  const names = all.flatMap(({ coding, text }) =>
    coding ? coding.map(({ system = '', code = '' }) => `${system}|${code}`) : [text ?? ''],
  );
  return names.sort().join('\n');
}

const LABELS = ['security', 'tag', 'profile'] as const;
/** As with the category: said or not said. */
const sameLabels = (a: Json, b: Json): boolean =>
  LABELS.every((key) => (b.meta as Json)[key] === undefined || isSame((a.meta as Json)[key], (b.meta as Json)[key]));
const sameMeta = (a: Json, b: Json): boolean =>
  LABELS.every((key) => isSame((a.meta as Json)[key], (b.meta as Json)[key]));

const isSame = (a: unknown, b: unknown): boolean => canonicalText(a ?? null) === canonicalText(b ?? null);
