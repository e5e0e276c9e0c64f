import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { alertsQuery } from '../../api/queries.js';
import type { Whose } from '../../api/types.js';
import { PageBar } from '../../app/page.js';
import { useClinicZone } from '../../app/session.js';
import { LiveDot } from '../../live/live.js';
import { Failed, Loading, Segmented } from '../../ui/index.js';
import { dayIn, weekdayDay } from '../../words/index.js';
import { SearchButton } from '../../app/search.js';
import { Worklist } from './worklist.js';
import './worklist.css';

const WHOSE = [
  { value: 'mine', label: 'Mine' },
  { value: 'team', label: 'Team' },
  { value: 'all', label: 'All' },
] as const satisfies readonly { value: Whose; label: string }[];

export function WorklistPage() {
  const [whose, setWhose] = useState<Whose>('team');
  const zone = useClinicZone();
  const alerts = useQuery(alertsQuery({ state: 'open', whose }));
  return (
    <div className="fullheight col">
      <PageBar title="Worklist" aside={<span className="hidem">{weekdayDay(dayIn(Date.now(), zone))}</span>}>
        <Segmented label="Whose items" value={whose} options={WHOSE} onChange={setWhose} />
        <SearchButton />
        <LiveDot />
      </PageBar>
      {alerts.data ? (
        <Worklist key={whose} list={alerts.data} />
      ) : alerts.error ? (
        <Failed part="The worklist" error={alerts.error} retry={() => void alerts.refetch()} />
      ) : (
        <Loading rows={6} />
      )}
    </div>
  );
}
