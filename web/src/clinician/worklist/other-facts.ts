import type { MetricId } from '../../../../src/metrics/index.js';
import type { AlertDetail } from '../../api/types.js';
import { dayAndClock, dayIn, figure, measure, number, chosen, sayOnPage, shortDay } from '../../words/index.js';
import { clearsWords, instrumentName } from './clears-words.js';
import { type FactLine, factLines } from './evidence-facts.js';

type Evidence = AlertDetail['evidence'];
type Of<Type extends Evidence['type']> = Extract<Evidence, { type: Type }>;

type Clearing = Pick<AlertDetail, 'evidence' | 'kind' | 'clears' | 'state' | 'sentence'>;

/** What a concern rests on, one line each, whatever kind of evidence it is. */
export function factsOf(detail: Clearing, zone: string): FactLine[] {
  return [...evidenceLines(detail.evidence, detail.kind, zone), ...clearing(detail, zone)];
}

function evidenceLines(evidence: Evidence, kind: AlertDetail['kind'], zone: string): FactLine[] {
  const at = (instant: string | null) => (instant === null ? sayOnPage('fact.never') : dayAndClock(instant, zone));
  switch (evidence.type) {
    case 'trend':
      return factLines(evidence, kind);
    case 'goal':
      return goal(evidence);
    case 'review':
      return [line('fact.sprint', span(evidence))];
    case 'contact':
      return [
        line('fact.contact', at(evidence.lastContactAt)),
        line('fact.newest', at(evidence.newestAt)),
        line('fact.expected', sayOnPage('fact.everyHours', { hours: evidence.expectedEveryHours })),
      ];
    case 'prom':
      return prom(evidence, zone);
    case 'red-flag':
      return [
        line('fact.flag', flag(evidence)),
        line('fact.answered', at(evidence.answeredAt)),
        ...flagAnswers(evidence, at),
      ];
    case 'flare':
      return [
        line('fact.started', at(evidence.startedAt)),
        ...(evidence.pain === null ? [] : [line('fact.pain', pain(evidence.pain, evidence.usual))]),
        ...(evidence.planEndsAt ? [line('fact.planEnds', at(evidence.planEndsAt))] : []),
      ];
    case 'visit':
      return [
        line('fact.visit', at(evidence.startsAt)),
        line('fact.missed', sayOnPage('fact.missedIs', { count: evidence.missedInARow })),
      ];
    case 'vendor':
      return [line('fact.vendor', evidence.vendor), line('fact.silent', silence(evidence, zone))];
    case 'chain':
      return [line('fact.chain', chainWords(evidence))];
    case 'judging':
      return [line('fact.judging', judgingWords(evidence))];
    case 'message':
      return [
        line('fact.waiting', at(evidence.waitingSince)),
        line(
          'fact.messages',
          sayOnPage('fact.messagesIs', { count: evidence.messages, hours: evidence.answerWithinHours }),
        ),
      ];
  }
}

const line = (term: Parameters<typeof sayOnPage>[0], text: string): FactLine => ({ term: sayOnPage(term), text });

function goal({ metric, value, target, baseline, reachedOn }: Of<'goal'>): FactLine[] {
  const says = (amount: number, id: MetricId) => measure(id, amount, 'clinician');
  return [
    line(
      'fact.reached',
      `${metric && value !== null ? `${says(value, metric)}, ` : ''}${sayOnPage('fact.reachedOn', { on: shortDay(reachedOn) })}`,
    ),
    ...(metric && target !== null && baseline !== null
      ? [
          line(
            'fact.sprint',
            sayOnPage('fact.target', { target: says(target, metric), baseline: figure(metric, baseline) }),
          ),
        ]
      : []),
  ];
}
const span = ({ startsOn, endsOn, weeks }: Of<'review'>) =>
  sayOnPage('fact.sprintSpan', { from: shortDay(startsOn), to: shortDay(endsOn), weeks });
function prom({ instrument, score, comparator, threshold, previous, answeredAt }: Of<'prom'>, zone: string) {
  return [
    line(
      'fact.score',
      `${instrumentName(instrument)} ${sayOnPage('fact.scoreOf', { score: number(score), comparator: chosen(comparator), threshold: number(threshold) })}`,
    ),
    line('fact.answered', dayAndClock(answeredAt, zone)),
    ...(previous
      ? [
          line(
            'fact.before',
            sayOnPage('fact.beforeOn', {
              score: number(previous.score),
              on: shortDay(dayIn(previous.answeredAt, zone)),
            }),
          ),
        ]
      : []),
  ];
}
const flag = ({ flag: which, item, answer }: Of<'red-flag'>) =>
  sayOnPage('fact.flagIs', {
    flag: chosen(which),
    hasItem: item === null ? 'false' : answer === null ? 'unread' : 'true',
    item: item ?? '',
    answer: answer ?? '',
  });
/** Each answer with what became of it; one alone that still stands has been said above. */
function flagAnswers({ answers = [] }: Of<'red-flag'>, at: (instant: string) => string): FactLine[] {
  if (answers.length < 2 && answers.every(({ change }) => change === null)) return [];
  return answers.toReversed().map(({ answeredAt, answer, change, earlier }) => ({
    term: sayOnPage('fact.flagAnswer', { at: at(answeredAt) }),
    text: sayOnPage('fact.flagAnswerIs', {
      answer: answer ?? 'unread',
      how: change?.how ?? 'none',
      was: change?.was ?? 'unread',
      changedAt: change ? at(change.at) : '',
      by: change?.by ?? 'nobody',
      earlier: String(earlier),
    }),
  }));
}
const pain = (now: number, usual: number | null) =>
  sayOnPage('fact.painIs', {
    pain: number(now),
    hasUsual: String(usual !== null),
    usual: usual === null ? '' : number(usual),
  });
const silence = ({ patientsSilent, patientsConnected, silentSince }: Of<'vendor'>, zone: string) =>
  sayOnPage('fact.silentIs', {
    silent: patientsSilent,
    connected: patientsConnected,
    since: dayAndClock(silentSince, zone),
  });

const chainWords = ({ repaired, deadSteps, deadNotices, unheard, lateTellings }: Of<'chain'>) =>
  sayOnPage('fact.chainIs', { repaired, deadSteps, deadNotices, unheard, lateTellings });

const judgingWords = ({ patients }: Of<'judging'>) => sayOnPage('fact.judgingIs', { patients });

/** What ends it; or, when that has begun, since when and until when. */
function clearing(detail: Clearing, zone: string): FactLine[] {
  if (detail.state === 'resolved') return [];
  const { afterDays, absentSince, clearsAt } = detail.clears;
  return [
    line(
      'fact.clears',
      sayOnPage('evidence.clears', {
        state: absentSince && clearsAt ? 'now' : 'rule',
        what: clearsWords(detail),
        days: detail.kind === 'red-flag' ? 0 : afterDays,
        since: absentSince ? dayAndClock(absentSince, zone) : '',
        at: clearsAt ? dayAndClock(clearsAt, zone) : '',
      }),
    ),
  ];
}
