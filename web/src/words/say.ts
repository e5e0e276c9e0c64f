import { IntlMessageFormat } from 'intl-messageformat';
import { METRICS, type MetricId } from '../../../src/metrics/index.js';
import type { Fact, Panel, Sentence } from '../api/types.js';
import { CATALOGUES, METRIC_NAMES, SENTENCE_KEYS, type SentenceKey } from './catalogue.js';
import { amount, longDay, measure, shortDay, type Audience } from './format.js';
import { PAGE_MESSAGES, type PageMessageKey } from './page-messages.js';
import { pseudoMessage } from './pseudo.js';

export type Lang = 'en' | 'pseudo';

/** ?lang=pseudo shows which words come from the catalogue and whether the page has room for longer ones. */
export function currentLang(): Lang {
  const search = typeof location === 'undefined' ? '' : location.search;
  if (new URLSearchParams(search).get('lang') === 'pseudo') return 'pseudo';
  return 'en';
}

const compiled = new Map<string, IntlMessageFormat>();
function compile(text: string, lang: Lang): IntlMessageFormat {
  const id = `${lang}/${text}`;
  let message = compiled.get(id);
  if (!message) {
    const plain = new IntlMessageFormat(text, 'en-GB');
    message = lang === 'pseudo' ? pseudoMessage(plain) : plain;
    compiled.set(id, message);
  }
  return message;
}

/** A sentence of a page in words. Numbers and days come formatted; raw ones steer the choices. */
export const sayOnPage = (key: PageMessageKey, facts: Record<string, Fact> = {}, lang: Lang = currentLang()): string =>
  String(compile(PAGE_MESSAGES[key], lang).format(facts));

/** A code as a message chooses by it: `hand-off` is `handOff` there, where no hyphen may stand. */
export const chosen = (code: string): string => code.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());

const isKey = (key: string): key is SentenceKey => (SENTENCE_KEYS as readonly string[]).includes(key);

/** The same about somebody by name, for whoever reads of somebody else. */
export const about = (sentence: Sentence, who: string | undefined): Sentence =>
  who ? { ...sentence, facts: { ...sentence.facts, who } } : sentence;

/**
 * A sentence of the server in words; null when this page has none for it: an older page, a newer server, or facts that do
 * not fit. One sentence that cannot be said must not take a whole list with it.
 */
export function trySay(sentence: Sentence, audience: Audience, lang: Lang = currentLang()): string | null {
  if (!isKey(sentence.key)) return null;
  try {
    return (
      upper(String(compile(CATALOGUES[audience][sentence.key], lang).format(valuesOf(sentence.facts, audience))))
        .replace(/\s+/g, ' ')
        // "5 h 30 min" stays on one line.
        .replace(/(\d) (h|min)\b/g, '$1\u00a0$2')
        .replace(/\bh (\d)/g, 'h\u00a0$1')
        .trim()
    );
  } catch {
    return null;
  }
}

/** A sentence of the server in words. One that this page cannot say stays honest. */
export function say(sentence: Sentence | null, audience: Audience, lang: Lang = currentLang()): string {
  if (!sentence) return '';
  return (
    trySay(sentence, audience, lang) ??
    (audience !== 'clinician' ? 'There is something new here.' : `Unknown finding: ${sentence.key}`)
  );
}

/** What the server waits for before it calls anything usual. */
const DAYS_NEEDED = 28;

/** A panel's sentence; while the person is new and there is none, how far away it is. */
export function sayPanel(panel: Panel, audience: Audience, who?: string): string {
  const sentence = audience === 'clinician' ? panel.sentence : panel.patientSentence;
  if (sentence) return say(about(sentence, who), audience);
  const days = panel.days.filter((d) => d.value !== null && (d.state === 'ok' || d.state === 'low')).length;
  const answers = METRICS[panel.metric].selfReported;
  if (answers && METRICS[panel.metric].daily === 'last') return `Too few answers yet: ${days}.`;
  return days < DAYS_NEEDED
    ? `Too few days yet: ${days} of ${DAYS_NEEDED}.`
    : `${days} days here; what is usual is not clear yet.`;
}

/** What a plain number is a number of, where it stands without a sentence that says so. */
const OF_WHAT: Partial<Record<MetricId, string>> = {
  steps: ' steps a day',
  walkingMinutes: ' minutes a day',
  sleepDuration: ' a night',
  heartRate: ' beats a minute',
  restingHeartRate: ' beats a minute',
};

function valuesOf(facts: Record<string, Fact>, audience: Audience): Record<string, Fact> {
  const metric = typeof facts.metric === 'string' ? (facts.metric as MetricId) : null;
  const as = (fact: Fact | undefined): Fact =>
    typeof fact === 'number' && metric ? measure(metric, fact, audience) : (fact ?? '');
  const name = metric ? (METRIC_NAMES[audience][metric] ?? metric) : '';
  const { value, usual } = facts;
  return {
    ...facts,
    who: facts.who ?? 'the person you look after',
    kind: metric && isQuestionnaire(metric) ? 'answers' : metric,
    ...(metric ? scaleWords(metric, facts) : {}),
    metric: name,
    metricLower: lower(name),
    value: as(value),
    usual: unitOnce(as(usual)),
    target: as(facts.target),
    threshold: as(facts.threshold),
    endsOn: typeof facts.endsOn === 'string' ? dayFor(facts.endsOn, audience) : '',
    hasTarget: typeof facts.target === 'number' ? 'true' : 'false',
    since: typeof facts.since === 'string' ? dayFor(facts.since, audience) : '',
    deviceSince: typeof facts.deviceSince === 'string' ? dayFor(facts.deviceSince, audience) : '',
    isNewDevice: typeof facts.deviceSince === 'string' ? 'true' : 'false',
    first: typeof facts.first === 'string' ? dayFor(facts.first, audience) : '',
    changedOn: typeof facts.changedOn === 'string' ? dayFor(facts.changedOn, audience) : '',
    amount: metric && typeof value === 'number' && typeof usual === 'number' ? amount(metric, value, usual) : '',
    // Sentences stored before days that had not arrived were left out.
    wasOf: facts.wasOf ?? facts.of ?? '',
    // … and before alerts that reach nobody and late news were counted.
    unheard: facts.unheard ?? 0,
    lateTellings: facts.lateTellings ?? 0,
    // … and before too few answers were told from none.
    answered: facts.answered ?? 0,
    // … and before what came by files was told from what a watch sends.
    by: facts.by ?? '',
    days: typeof facts.days === 'number' ? facts.days : 0,
    weeks: typeof facts.weeks === 'number' ? Math.round(facts.weeks) : 0,
  };
}

const dayFor = (day: string, audience: Audience) => (audience === 'clinician' ? shortDay(day) : longDay(day));

/** Answers to a whole questionnaire, told of as such: "your answers about mood". */
const isQuestionnaire = (metric: MetricId) => METRICS[metric]?.everyDays >= 14;

/** "out of 27" where a score begins at nothing; which way the change went; whether it is something a person does. */
function scaleWords(metric: MetricId, facts: Record<string, Fact>): Record<string, Fact> {
  const known = METRICS[metric];
  if (!known) return { outOf: '', ofWhat: '', turn: 'other', asks: 'other' };
  const fell = facts.direction === 'down';
  const outOf = known.selfReported && known.min === 0 ? ` out of ${known.max}` : '';
  return {
    outOf,
    ofWhat: OF_WHAT[metric] ?? outOf,
    turn: fell === (known.better === 'up') ? 'harder' : 'easier',
    asks: known.selfReported ? 'other' : 'doing',
  };
}

/** "3,641 a day, usual 5,615": the unit is said once. */
const unitOnce = (words: Fact): Fact => (typeof words === 'string' ? words.replace(' a day', '') : words);
const upper = (words: string) => words.charAt(0).toUpperCase() + words.slice(1);
/** Abbreviations keep their capitals inside a sentence. */
const lower = (name: string) => (/^[A-Z]{2}/.test(name) ? name : name.charAt(0).toLowerCase() + name.slice(1));
