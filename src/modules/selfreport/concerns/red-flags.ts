import type { RedFlagItem } from '../../../instruments/index.js';
import { answersOf, type Concern, concernKeyOf, type FlagAnswer, type RedFlagEvidence } from '../../alerts/index.js';
import { followAnswer, momentOf, type StoredAnswer, stands, tellAnswer } from './follow-answers.js';
import { findLead, sayRedFlag } from './say-red-flag.js';

/** How long ago an answer may have been given and still call somebody: a PHQ-9 asks about two weeks. Older ones are history. */
export const HEARD_MS = 14 * 86_400_000;
/** What an alert that stays open for months still lists of the time before. */
const MOST_OLD_ANSWERS = 100;

/** An alert of this kind that the team knows: open, or the last one. */
export interface ToldFlag {
  readonly concernKey: string;
  readonly isOpen: boolean;
  readonly evidence: RedFlagEvidence;
}
export interface FlagFacts {
  readonly patientId: string;
  readonly told: readonly ToldFlag[];
  readonly nowMs: number;
  /** The patient's day of an instant. */
  readonly dayOf: (instant: string) => string;
}

/**
 * Which of these answers must reach somebody at once? All that nobody has dealt with are one concern: while its alert is open
 * another answer makes it worse, and once somebody has ended it the next one is a new alert. A "not at all" of today takes
 * back nothing, and what was withdrawn or corrected is told to whoever has the alert; only a person ends it. The patient
 * reads nothing of it on a page: somebody calls.
 *
 * One that was given long ago and came only now calls nobody, and is found for as long all the same: that nobody hears of it
 * is to be seen.
 *
 * @param stored - one a moment
 */
export function findRedFlags(item: RedFlagItem, stored: readonly StoredAnswer[], facts: FlagFacts): Concern[] {
  const { told, nowMs } = facts;
  const own = told.find(({ concernKey }) => concernKey === keyOf(item));
  const list = listAnswers(item, stored, own, facts);
  const isNew = (one: StoredAnswer) => isCalling(one, item) && !isTold(told, one);
  const fresh = stored.filter((one) => isNew(one) && nowMs - one.answeredMs <= HEARD_MS).map(tellAnswer);
  const late = stored.filter((one) => isNew(one) && nowMs - one.answeredMs > HEARD_MS && nowMs - one.receivedMs <= HEARD_MS); // prettier-ignore
  const all = inOrder([...list, ...fresh]);
  const isSo = own?.isOpen ? all.length > 0 : all.some((one) => stands(one, item.atLeast));
  return [
    ...(isSo ? [toConcern(item, all, { ...facts, live: true })] : []),
    ...(late.length > 0 ? [toConcern(item, inOrder(late.map(tellAnswer)), { ...facts, live: false, as: 'late' })] : []),
  ];
}

/** Answers that nobody may hear of, because monitoring was not agreed to when they were given. */
export function findUnheard(item: RedFlagItem, stored: readonly StoredAnswer[], facts: FlagFacts): Concern[] {
  const isRecent = ({ answeredMs, receivedMs }: StoredAnswer) =>
    facts.nowMs - Math.max(answeredMs, receivedMs) <= HEARD_MS;
  const unheard = stored.filter((one) => isCalling(one, item) && isRecent(one) && !isTold(facts.told, one));
  if (unheard.length === 0) return [];
  return [toConcern(item, inOrder(unheard.map(tellAnswer)), { ...facts, live: true, as: 'unheard' })];
}

const keyOf = ({ flag }: RedFlagItem) => concernKeyOf({ kind: 'red-flag', key: flag });
const inOrder = (answers: readonly FlagAnswer[]) => [...answers].sort((a, b) => (a.answeredAt < b.answeredAt ? -1 : 1));
const isCalling = ({ score }: StoredAnswer, { atLeast }: RedFlagItem) =>
  score !== null && (score === 'unreadable' || score >= atLeast);
const isTold = (told: readonly ToldFlag[], one: StoredAnswer) =>
  told.some(({ evidence }) => answersOf(evidence).some(({ answeredAt }) => answeredAt === momentOf(one)));

/** What is on the alert already, as it stands now; of one that somebody has ended, what would still call. */
function listAnswers(
  item: RedFlagItem,
  stored: readonly StoredAnswer[],
  own: ToldFlag | undefined,
  { nowMs }: FlagFacts,
) {
  if (!own) return [];
  const now = new Map(stored.map((one) => [momentOf(one), one]));
  const answers = answersOf(own.evidence);
  const isCarried = ({ answeredAt }: FlagAnswer, i: number) =>
    nowMs - Date.parse(answeredAt) <= HEARD_MS || (own.isOpen && i >= answers.length - MOST_OLD_ANSWERS);
  return answers.filter(isCarried).map((one): FlagAnswer => {
    const followed = followAnswer(one, now.get(one.answeredAt));
    if (own.isOpen) return followed;
    // Whoever ended it has not heard of what is worse now.
    const isWorse = stands(followed, item.atLeast) && (!stands(one, item.atLeast) || (followed.answer ?? 0) > (one.answer ?? 0)); // prettier-ignore
    return { ...followed, earlier: !isWorse };
  });
}

function toConcern(
  item: RedFlagItem,
  answers: readonly FlagAnswer[],
  { patientId, dayOf, live, as }: FlagFacts & { readonly live: boolean; readonly as?: 'late' | 'unheard' },
): Concern {
  const { flag, instrument, atLeast } = item;
  const own = answers.filter((one) => !one.earlier);
  const told = own.length > 0 ? own : answers;
  const { responseId, answer, answeredAt } = findLead(told, atLeast);
  return {
    patientId,
    producer: 'self-report',
    kind: 'red-flag',
    domain: 'safety',
    key: as ? `${flag}:${as}` : flag,
    severity: 3,
    confidence: null,
    since: dayOf(answeredAt),
    live,
    sentence: sayRedFlag(item, told, dayOf),
    patientSentence: null,
    evidence: {
      type: 'red-flag',
      flag,
      instrument,
      responseId,
      item: item.item,
      answer,
      answeredAt,
      answers: [...answers],
    },
  };
}
