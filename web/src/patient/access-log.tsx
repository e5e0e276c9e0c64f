import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { accessLogQuery } from '../api/queries.js';
import type { AccessLogView, Profession } from '../api/types.js';
import { Button, Failed, Loading } from '../ui/index.js';
import { clock, longDay, PROFESSION_WORDS, ROLE_WORDS, sayOnPage, shortDay, weekdayDay } from '../words/index.js';

type Day = AccessLogView['days'][number];
type Entry = Day['entries'][number];
type Looker = AccessLogView['mayLook'][number];

/** Who saw my data, newest day first; and who may. */
export function AccessLog({ patientId }: { patientId: string }) {
  const [earlier, setEarlier] = useState<string[]>([]);
  const newest = useQuery(accessLogQuery(patientId));
  return (
    <>
      <section className="sec first mydata" aria-labelledby="access-title">
        <h2 id="access-title">{sayOnPage('access.title')}</h2>
        <p className="dim">{sayOnPage('access.lead')}</p>
        {[undefined, ...earlier].map((through, i, all) => (
          <Span
            key={through ?? ''}
            patientId={patientId}
            through={through}
            onEarlier={i === all.length - 1 ? (next) => setEarlier((was) => [...was, next]) : undefined}
          />
        ))}
      </section>
      {newest.data && <WhoMayLook people={newest.data.mayLook} />}
    </>
  );
}

interface SpanProps {
  patientId: string;
  through: string | undefined;
  onEarlier: ((through: string) => void) | undefined;
}

function Span({ patientId, through, onEarlier }: SpanProps) {
  const log = useQuery(accessLogQuery(patientId, through));
  if (log.error) return <Failed part={sayOnPage('access.part')} error={log.error} retry={() => void log.refetch()} />;
  if (!log.data) return <Loading rows={4} height={56} label="Loading who saw your data" />;
  const { days, earlier, timeZone, from } = log.data;
  return (
    <>
      {days.length === 0 && (
        <p className="below">
          {sayOnPage('access.span', { from: shortDay(from), to: shortDay(log.data.through) })}:{' '}
          {sayOnPage('access.none')}
        </p>
      )}
      {days.map((day) => (
        <DayOfAccess key={day.day} day={day} timeZone={timeZone} />
      ))}
      {earlier && onEarlier && <Button onClick={() => onEarlier(earlier)}>{sayOnPage('access.earlier')}</Button>}
    </>
  );
}

function DayOfAccess({ day: { day, entries }, timeZone }: { day: Day; timeZone: string }) {
  const own = entries.filter(({ isMe }) => isMe).reduce((last, { lastAt }) => (lastAt > last ? lastAt : last), '');
  return (
    <>
      <h3>{weekdayDay(day)}</h3>
      <ul>
        {entries
          .filter(({ isMe }) => !isMe)
          .map((entry) => (
            <li
              key={`${entry.name}${entry.role}${entry.purpose}${entry.verb}${entry.subject}${entry.refused}${entry.reason}`}
              className={entry.refused ? 'refused' : undefined}
            >
              <b>{nameOf(entry)}</b> {sayOnPage('access.act', { ...actOf(entry) })}
              <div className="small dim">
                {describe(entry, !entry.refused)} ·{' '}
                {sayOnPage('access.times', { times: entry.times, at: clock(entry.lastAt, timeZone) })}
              </div>
              {entry.reason && <div className="small">{sayOnPage('access.reason', { reason: entry.reason })}</div>}
            </li>
          ))}
        {own && <li className="dim">{sayOnPage('access.self', { at: clock(own, timeZone) })}</li>}
      </ul>
    </>
  );
}

const actOf = ({ verb, subject, refused }: Entry) => ({ verb, subject, refused: String(refused) });

const nameOf = ({ name, role }: Entry) =>
  name ?? (role === 'system' ? sayOnPage('access.program') : sayOnPage('access.gone'));

/** "Pain physician, treats you" */
function describe({ role, profession, purpose }: Pick<Entry, 'role' | 'profession' | 'purpose'>, isIn = true): string {
  const what = profession
    ? PROFESSION_WORDS[profession as Profession]
    : role === 'system'
      ? ''
      : ROLE_WORDS[role as keyof typeof ROLE_WORDS];
  // Whoever was not let in has no business here, whatever the role is for.
  return [what, isIn ? sayOnPage('access.purpose', { purpose }) : ''].filter(Boolean).join(', ');
}

function WhoMayLook({ people }: { people: readonly Looker[] }) {
  return (
    <section className="sec mydata" aria-labelledby="may-title">
      <h2 id="may-title">{sayOnPage('may.title')}</h2>
      <p className="dim">{sayOnPage('may.lead')}</p>
      <ul>
        {people.map((person) => (
          <li key={`${person.role}${person.name}`}>
            {person.name}
            <div className="small dim">
              {describe(person)}
              {person.purpose === 'granted' && `: ${grantedWords(person)}`}
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

function grantedWords({ categories, until }: Looker): string {
  const what =
    categories.map((category) => sayOnPage('may.categories', { category })).join(', ') || sayOnPage('may.nothing');
  return sayOnPage('may.granted', { what, until: until ? longDay(until.slice(0, 10)) : 'none' }).trim();
}
