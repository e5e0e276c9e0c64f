import { asksFor, type Asked, type RedFlagItem } from './red-flags.js';

interface Extension {
  readonly url?: string;
  readonly valueDecimal?: number;
}
interface Weighed {
  readonly extension?: readonly Extension[];
}

/** How FHIR says an answer, in an Observation or in one of its components. */
export interface Answer {
  readonly valueInteger?: number;
  readonly valueQuantity?: { readonly value?: number };
  readonly valueString?: string;
  readonly valueCodeableConcept?: Weighed & {
    readonly coding?: readonly (Weighed & { readonly code?: string; readonly display?: string })[];
    readonly text?: string;
  };
  readonly dataAbsentReason?: unknown;
}
/** An answer, or a form with its answers. */
export interface Answered extends Answer {
  readonly code?: Asked;
  readonly component?: readonly (Answer & { readonly code?: Asked })[];
}

/** What an answer scores; `unreadable`: there is one, and nobody here knows what it says. */
export type AnswerScore = number | 'unreadable';

/**
 * What does this resource answer to a question? The highest of what it says, as a whole or among its components; null: it
 * does not answer it.
 */
export function readAnswer(item: RedFlagItem, resource: Answered): AnswerScore | null {
  const { code, component = [] } = resource;
  const answers = [
    ...(code && asksFor(item, code) ? [resource] : []),
    ...component.filter((c) => asksFor(item, c.code ?? {})),
  ];
  const scores = answers.map((one) => scoreOf(item, one)).filter((score) => score !== null);
  return scores.length === 0 ? null : worseOf(item, scores);
}

/** What calls somebody comes before what nobody can read, and that before "not at all". */
function worseOf({ atLeast }: RedFlagItem, scores: readonly AnswerScore[]): AnswerScore {
  const highest = Math.max(...scores.filter((score) => score !== 'unreadable'));
  return highest >= atLeast || !scores.includes('unreadable') ? highest : 'unreadable';
}

/** Extensions that say how much an answer of any list weighs: of FHIR R4, of its questionnaires, of R5. */
const WEIGHTS = new Set(
  ['ordinalValue', 'questionnaire-ordinalValue', 'itemWeight'].map(
    (name) => `http://hl7.org/fhir/StructureDefinition/${name}`,
  ),
);

/** Null: not answered, and it says so. */
function scoreOf(item: RedFlagItem, answer: Answer): AnswerScore | null {
  const { valueCodeableConcept: concept } = answer;
  const numbers = [answer.valueInteger, answer.valueQuantity?.value, ...weightsOf(concept)].filter(
    (n) => n !== undefined,
  );
  const known = (concept?.coding ?? []).flatMap(({ code }) => scoreIn(item.scoreOf, code));
  const displays = (concept?.coding ?? []).map(({ display }) => display);
  const said = [answer.valueString, concept?.text, ...displays].flatMap((words) => scoreOfWords(item, words));
  const isOfScale = (n: number) => Number.isInteger(n) && n >= 0 && n <= item.most;
  const scores: AnswerScore[] = [...numbers.map((n) => (isOfScale(n) ? n : 'unreadable')), ...known, ...said];
  if (scores.length > 0) return worseOf(item, scores);
  return answer.dataAbsentReason === undefined ? 'unreadable' : null;
}

function weightsOf(concept: Answer['valueCodeableConcept']): (number | undefined)[] {
  if (!concept) return [];
  const all = [concept, ...(concept.coding ?? [])].flatMap(({ extension }) => extension ?? []);
  return all.filter(({ url }) => WEIGHTS.has(url ?? '')).map(({ valueDecimal }) => valueDecimal);
}

/** "Several days", "2", or both: "2 - More than half the days". */
function scoreOfWords(item: RedFlagItem, words: string | undefined): number[] {
  const [, digit, rest] = /^\s*(?:(\d)\s*(?:[-–:=.)]+\s*|$))?(.*?)[\s.]*$/s.exec((words ?? '').toLowerCase()) ?? [];
  const said = scoreIn(item.scoreOfWords, rest?.replace(/\s+/g, ' '));
  if (digit === undefined || rest !== '') return said;
  return Number(digit) <= item.most ? [Number(digit)] : [];
}

const scoreIn = (scores: Readonly<Record<string, number>>, name: string | undefined): number[] =>
  name !== undefined && Object.hasOwn(scores, name) ? [scores[name]!] : [];
