import { AskThrowAway, Confirm } from '../ui/index.js';
import { phrase } from '../words/index.js';
import type { Journey } from './journey-change.js';
import { factsOf } from './journey-list.js';

/**
 * What is asked before the form goes on. `same`: is what stands in it meant for a journey that began at the same date and time?
 * `correct`: does what stands in it give way to a journey that is to be put right?
 */
export interface JourneyQuestion {
  readonly about: 'same' | 'correct';
  readonly journey: Journey;
}

export function JourneyQuestions(props: {
  question: JourneyQuestion | null;
  onClose: () => void;
  /** What is typed stays, and puts that journey right. */
  onCorrectSame: (journey: Journey) => void;
  onBoth: () => void;
  onThrowAway: (journey: Journey) => void;
}) {
  const { question, onClose, onCorrectSame, onBoth, onThrowAway } = props;
  const then = (go: (journey: Journey) => void) => () => {
    onClose();
    if (question) go(question.journey);
  };
  const facts = question?.about === 'same' ? factsOf(question.journey) : null;
  return (
    <>
      <Confirm
        title={facts ? phrase('zones.sameTitle', facts) : ''}
        yes={phrase('zones.sameBoth')}
        kind="plain"
        no={facts ? phrase('zones.sameCorrect', facts) : ''}
        opened={facts !== null}
        onYes={then(onBoth)}
        onNo={then(onCorrectSame)}
        onClose={onClose}
      >
        {facts && phrase('zones.sameWhy', facts)}
      </Confirm>
      <AskThrowAway opened={question?.about === 'correct'} onYes={then(onThrowAway)} onNo={onClose} />
    </>
  );
}
