import { useQuery } from '@tanstack/react-query';
import { toldQuery } from '../../api/queries.js';
import type { AlertDetail, TellingRow } from '../../api/types.js';
import { Failed, Loading } from '../../ui/index.js';
import { chosen, dayAndClock, say, sayOnPage } from '../../words/index.js';

/** What the patient and each follower were told of it, when, and why not. */
export function ToldOf({ detail, who, zone }: { detail: AlertDetail; who: string; zone: string }) {
  const told = useQuery(toldQuery(detail.id));
  const title = sayOnPage('evidence.told', { who });
  const items = told.data?.items ?? [];
  return (
    <div className="twin">
      <h3>{title}</h3>
      {told.isPending && <Loading rows={1} height={20} />}
      {told.error && !told.data && <Failed part={title} error={told.error} retry={() => void told.refetch()} />}
      {told.data && items.length === 0 && <p className="small dim">{sayOnPage('evidence.toldBefore')}</p>}
      <ul className="small plainlist">
        {items.map((one, i) => (
          <li key={i}>
            <b>{one.person?.name ?? who}</b>
            {one.voice === 'caregiver' && <span className="dim"> {sayOnPage('evidence.toldFollower')}</span>}{' '}
            <span className="dim">{words(one, zone)}</span>
            {one.sentence && one.voice === 'patient' && <div>“{say(one.sentence, 'patient')}”</div>}
          </li>
        ))}
      </ul>
    </div>
  );
}

function words({ state, reason, settledAt, dueAt, releasedAt, notices }: TellingRow, zone: string): string {
  const at = settledAt ?? dueAt;
  const sent = notices.filter((one) => one.state === 'sent' || one.state === 'due').map((one) => one.channel);
  return sayOnPage('evidence.toldHow', {
    state: chosen(state),
    reason: chosen(reason ?? 'new'),
    at: at === null ? 'none' : dayAndClock(at, zone),
    shown: releasedAt === null ? 'none' : dayAndClock(releasedAt, zone),
    by: sent.includes('web-push')
      ? sent.includes('e-mail')
        ? 'both'
        : 'push'
      : sent.includes('e-mail')
        ? 'mail'
        : 'none',
  });
}
