import { useQuery, useQueryClient } from '@tanstack/react-query';
import { request } from '../api/client.js';
import { ownAppsQuery } from '../api/queries.js';
import { useClinicZone } from '../app/session.js';
import { Button, Failed, Loading } from '../ui/index.js';
import { dayAndClock, sayOnPage } from '../words/index.js';
import { Section } from './section.js';
import { useAct } from './use-act.js';

/** The apps I gave access to, and the way to end it. */
export function AppsSection() {
  const apps = useQuery(ownAppsQuery);
  const queries = useQueryClient();
  const zone = useClinicZone();
  const { busy, told, act } = useAct();
  const end = (id: string) =>
    act(async () => {
      await request(`/api/v1/account/apps/${encodeURIComponent(id)}`, { method: 'DELETE' });
      await queries.invalidateQueries({ queryKey: ownAppsQuery.queryKey });
    });
  const title = sayOnPage('apps.own');
  const items = apps.data?.items ?? [];
  return (
    <Section title={title} why={items.length ? sayOnPage('apps.ownWhy') : undefined} told={told}>
      {apps.error && <Failed part={title} error={apps.error} retry={() => void apps.refetch()} />}
      {apps.isPending && <Loading rows={1} />}
      {apps.data && items.length === 0 && <p className="dim">{sayOnPage('apps.ownNone')}</p>}
      <ul className="things">
        {items.map(({ id, appName, patientName, createdAt }) => (
          <li key={id} className="thing">
            <div>
              <b>{appName}</b>
              <div className="small dim">
                {sayOnPage('apps.ownSince', {
                  since: dayAndClock(createdAt, zone),
                  patient: patientName ?? 'none',
                })}
              </div>
            </div>
            <Button
              small
              busy={busy}
              aria-label={sayOnPage('apps.endNamed', { name: appName })}
              onClick={() => void end(id)}
            >
              {sayOnPage('apps.end')}
            </Button>
          </li>
        ))}
      </ul>
    </Section>
  );
}
