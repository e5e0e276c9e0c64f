import { IconDownload } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { economicsExportAddress, economicsQuery } from '../../api/queries.js';
import type { AlertEconomics } from '../../api/types.js';
import { PageBar } from '../../app/page.js';
import { useClinicZone, useSession } from '../../app/session.js';
import { Failed, Loading, Segmented } from '../../ui/index.js';
import { dayIn, KIND_WORDS, number, sayOnPage, shortDay } from '../../words/index.js';
import { EconomicsTable } from './economics-table.js';
import { Proposals } from './proposals.js';
import './economics.css';

const PERIODS = ['30', '90', '365'] as const;

/** What each rule costs and brings, so that the clinic can tune it by its own outcomes. */
export function EconomicsPage() {
  const { role } = useSession();
  const [days, setDays] = useState<(typeof PERIODS)[number]>('30');
  const found = useQuery(economicsQuery(Number(days)));
  return (
    <>
      <PageBar title={sayOnPage('economics.title')}>
        <Segmented
          label={sayOnPage('economics.period')}
          value={days}
          options={PERIODS.map((value) => ({ value, label: sayOnPage('economics.days', { days: Number(value) }) }))}
          onChange={setDays}
        />
        {role !== 'clinician' && (
          <a className="btn" href={economicsExportAddress(Number(days))} download>
            <IconDownload className="i" aria-hidden="true" />
            {sayOnPage('economics.export')}
          </a>
        )}
      </PageBar>
      <div className="economics" aria-busy={found.isPlaceholderData}>
        {found.error && !found.data && (
          <Failed part={sayOnPage('economics.part')} error={found.error} retry={() => void found.refetch()} />
        )}
        {found.isPending && <Loading rows={6} height={44} />}
        {found.data && (
          <>
            <Lead economics={found.data} />
            <Proposals proposals={found.data.proposals} />
            <EconomicsTable economics={found.data} />
            <Silent kinds={found.data.kinds} />
          </>
        )}
      </div>
    </>
  );
}

function Lead({ economics: { total, days, goalPerPatientDay } }: { economics: AlertEconomics }) {
  const { fired, actedOn, perPatientDay } = total;
  return (
    <>
      <p className="lead">
        {sayOnPage('economics.lead', {
          fired,
          days,
          acted: actedOn,
          hasRate: String(perPatientDay !== null),
          rate: number(perPatientDay ?? 0, 3),
          goal: number(goalPerPatientDay, 2),
        })}
      </p>
      <p className="dim">{sayOnPage('economics.what')}</p>
    </>
  );
}

function Silent({ kinds }: Pick<AlertEconomics, 'kinds'>) {
  const zone = useClinicZone();
  const silent = kinds.filter(({ isSilent }) => isSilent);
  return (
    <section aria-labelledby="economics-silent">
      <h2 id="economics-silent">{sayOnPage('economics.silent')}</h2>
      <p className="dim">{silent.length > 0 ? sayOnPage('economics.silentWhy') : sayOnPage('economics.noneSilent')}</p>
      <ul>
        {silent.map(({ kind, lastFiredAt }) => (
          <li key={kind}>
            {sayOnPage('economics.silentOne', {
              kind: KIND_WORDS[kind],
              ever: String(lastFiredAt !== null),
              day: lastFiredAt ? shortDay(dayIn(lastFiredAt, zone)) : '',
            })}
          </li>
        ))}
      </ul>
    </section>
  );
}
