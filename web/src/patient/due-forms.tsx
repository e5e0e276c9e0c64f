import { IconCircleCheck, IconCloudOff } from '@tabler/icons-react';
import { useState } from 'react';
import type { Instant, Instrument, InstrumentResponse } from '../api/types.js';
import { Button } from '../ui/index.js';
import { dayIn, weekdayDay } from '../words/index.js';
import { hasDiaryToday, isPegDue } from './due.js';
import { DIARY_FORM, PEG_FORM } from './forms.js';
import { unsentForms } from './outbox.js';
import { dropRefused, useOutbox } from './outbox-store.js';
import { ChangeDiary, QuestionCard } from './question-card.js';

interface Props {
  patientId: string;
  timeZone: string;
  /** When the clinic got each form, as far as the page knows. */
  answeredAt: Readonly<Record<Instrument, readonly Instant[]>>;
  /** The last diary that the clinic has; absent where it cannot be asked. */
  lastDiary?: InstrumentResponse | undefined;
}

/** The forms that are due, and what of them waits for a connection. */
export function DueForms({ patientId, timeZone, answeredAt, lastDiary }: Props) {
  const { entries, waiting, refused, sendNow } = useOutbox(patientId);
  // What is filled in on this page keeps its thank-you until the page is left; what waited before is done.
  const [here, setHere] = useState({ diary: false, peg: false });
  const [before] = useState({
    diary: unsentForms(entries, patientId, 'diary'),
    peg: unsentForms(entries, patientId, 'peg'),
  });
  const now = Date.now();
  const diaryDone = !here.diary && hasDiaryToday([...answeredAt.diary, ...before.diary], now, timeZone);
  const pegDue = here.peg || isPegDue([...answeredAt.peg, ...before.peg], now);
  const of = { patientId, timeZone };
  const todays = lastDiary && hasDiaryToday([lastDiary.authoredAt], now, timeZone) ? lastDiary : undefined;
  const [given, setGiven] = useState<InstrumentResponse>();
  return (
    <>
      {diaryDone && !given ? (
        <section className="blk finished">
          <h2>{DIARY_FORM.title}</h2>
          <div className="row">
            <IconCircleCheck className="i xl" aria-hidden="true" />
            <p className="grow">Today’s diary is done</p>
            {todays && <ChangeDiary onClick={() => setGiven(todays)} />}
          </div>
        </section>
      ) : (
        <QuestionCard
          form={DIARY_FORM}
          {...of}
          given={given}
          changeable
          onDone={() => setHere((h) => ({ ...h, diary: true }))}
        />
      )}
      {/* One question at a time: the weekly three come after today's four. */}
      {pegDue && (diaryDone || here.diary) && (
        <QuestionCard form={PEG_FORM} {...of} onDone={() => setHere((h) => ({ ...h, peg: true }))} />
      )}
      {waiting > 0 && (
        <div className="note" role="status">
          <IconCloudOff className="i" aria-hidden="true" />
          <div>
            {waiting === 1 ? '1 entry waits' : `${waiting} entries wait`} for a connection.{' '}
            {waiting === 1 ? 'It is' : 'They are'} safe.{' '}
            <button type="button" className="linkish" onClick={sendNow}>
              Try now
            </button>
          </div>
        </div>
      )}
      {refused.map((entry) => (
        <div className="note" role="alert" key={entry.id}>
          <div>
            <p>An entry of {weekdayDay(dayIn(entry.at, timeZone))} could not be taken by the clinic.</p>
            <Button onClick={() => dropRefused(entry.id)}>Remove it</Button>
          </div>
        </div>
      ))}
    </>
  );
}
