import { useQuery } from '@tanstack/react-query';
import { responsesQuery } from '../api/queries.js';
import { Failed, Loading } from '../ui/index.js';
import { dayAndClock, sayOnPage } from '../words/index.js';
import { DIARY_FORM, PEG_FORM } from './forms.js';

const FORMS = [
  { form: PEG_FORM, most: 2 },
  { form: DIARY_FORM, most: 7 },
] as const;

/** What somebody answered lately, for a follower with whom the answers are shared and the numbers are not. */
export function SharedAnswers({ patientId, timeZone }: { patientId: string; timeZone: string }) {
  const peg = useQuery(responsesQuery(patientId, 'peg', FORMS[0].most));
  const diary = useQuery(responsesQuery(patientId, 'diary', FORMS[1].most));
  const title = sayOnPage('people.answers');
  const failed = [peg, diary].find(({ error, data }) => error && !data);
  const answered = [peg, diary].flatMap(({ data }, i) =>
    (data?.items ?? []).map((response) => ({ ...response, form: FORMS[i]!.form })),
  );
  return (
    <section className="sec mydata" aria-labelledby="answers-title">
      <h2 id="answers-title">{title}</h2>
      {failed && <Failed part={title} error={failed.error} retry={() => void failed.refetch()} />}
      {(peg.isPending || diary.isPending) && <Loading rows={2} height={48} />}
      {peg.data && diary.data && answered.length === 0 && <p className="dim">{sayOnPage('people.answersNone')}</p>}
      {answered.map(({ id, form, authoredAt, answers }) => (
        <div key={id}>
          <h3>{sayOnPage('people.answersOf', { form: form.title, day: dayAndClock(authoredAt, timeZone) })}</h3>
          <ul>
            {form.questions.map((question) => (
              <li key={question.id}>
                {sayOnPage('people.answer', {
                  text: question.text,
                  value: answers[question.id] ?? 'none',
                })}
              </li>
            ))}
          </ul>
        </div>
      ))}
    </section>
  );
}
