import { useQuery, useQueryClient } from '@tanstack/react-query';
import { request } from '../api/client.js';
import { accountSessionsQuery } from '../api/queries.js';
import type { AccountSession } from '../api/types.js';
import { useNow } from '../app/now.js';
import { useClinicZone } from '../app/session.js';
import { Button, Failed, Loading } from '../ui/index.js';
import { agoWords, sayOnPage } from '../words/index.js';
import { deviceWords } from './device-words.js';
import { Section } from './section.js';
import { useAct } from './use-act.js';

export function SessionsSection() {
  const sessions = useQuery(accountSessionsQuery);
  const queries = useQueryClient();
  const { busy, told, act } = useAct();
  const end = (path: string, done?: string) =>
    act(async () => {
      await request(`/api/v1/account/sessions${path}`, { method: 'DELETE' });
      await queries.invalidateQueries({ queryKey: accountSessionsQuery.queryKey });
    }, done);
  const items = sessions.data?.items ?? [];
  const title = sayOnPage('account.sessions');
  return (
    <Section title={title} told={told}>
      {sessions.error && <Failed part={title} error={sessions.error} retry={() => void sessions.refetch()} />}
      {sessions.isPending && <Loading rows={2} />}
      <ul className="things">
        {items.map((session) => (
          <SessionRow key={session.id} session={session} onEnd={() => void end(`/${encodeURIComponent(session.id)}`)} />
        ))}
      </ul>
      {items.length > 1 && (
        <div>
          <Button busy={busy} onClick={() => void end('', sayOnPage('account.endedOthers'))}>
            {sayOnPage('account.endOthers')}
          </Button>
        </div>
      )}
    </Section>
  );
}

function SessionRow({ session, onEnd }: { session: AccountSession; onEnd: () => void }) {
  const zone = useClinicZone();
  const now = useNow();
  const device = deviceWords(session);
  const facts = [
    session.current
      ? sayOnPage('account.thisDevice')
      : sayOnPage('account.seen', { seen: agoWords(session.seenAt, now, zone) }),
    ...(session.address ? [sayOnPage('account.address', { address: session.address })] : []),
  ];
  return (
    <li className="thing">
      <div>
        <b>{device}</b>
        <div className="small dim">{facts.join(', ')}</div>
      </div>
      {!session.current && (
        <Button small aria-label={sayOnPage('account.endNamed', { device })} onClick={onEnd}>
          {sayOnPage('account.end')}
        </Button>
      )}
    </li>
  );
}
