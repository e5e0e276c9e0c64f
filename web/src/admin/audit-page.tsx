import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { auditExportAddress, type AuditFilter, auditQuery } from '../api/queries.js';
import { PageBar } from '../app/page.js';
import { useClinicZone, useSession } from '../app/session.js';
import { Button, Empty, Failed, Loading } from '../ui/index.js';
import { clock, sayOnPage } from '../words/index.js';
import { AuditFilterForm } from './audit-filter.js';
import { AuditRows } from './audit-rows.js';
import './audit.css';

/** Who did what. Administrators and auditors see the clinic's; everybody else what they did themselves. */
export function AuditPage() {
  const { role, clinic } = useSession();
  const { patient } = useSearch({ strict: false });
  const [chosen, setChosen] = useState<AuditFilter>({});
  const [pages, setPages] = useState<string[]>([]);
  const filter: AuditFilter = { ...chosen, ...(patient ? { patientId: patient } : {}) };
  const key = JSON.stringify(filter);
  useEffect(() => setPages([]), [key]);
  const seesAll = role === 'admin' || role === 'auditor';
  return (
    <>
      <PageBar title={sayOnPage('audit.title')} aside={clinic.name}>
        {seesAll &&
          (['csv', 'ndjson'] as const).map((format) => (
            <a key={format} className="btn" href={auditExportAddress(filter, format)} download>
              {sayOnPage(`audit.${format}`)}
            </a>
          ))}
      </PageBar>
      <div className="audit">
        <AuditFilterForm filter={chosen} onChange={setChosen} withPeople={seesAll} patient={patient} />
        {['', ...pages].map((after, i, all) => (
          <Page
            key={after}
            filter={filter}
            after={after}
            onMore={i === all.length - 1 ? (next) => setPages((was) => [...was, next]) : undefined}
          />
        ))}
      </div>
    </>
  );
}

interface PageProps {
  filter: AuditFilter;
  after: string;
  onMore: ((next: string) => void) | undefined;
}

function Page({ filter, after, onMore }: PageProps) {
  const zone = useClinicZone();
  const navigate = useNavigate();
  const found = useQuery(auditQuery(filter, after || undefined));
  if (found.error)
    return <Failed part={sayOnPage('audit.part')} error={found.error} retry={() => void found.refetch()} />;
  if (!found.data) return <Loading rows={8} height={44} />;
  const { items, next } = found.data;
  if (items.length === 0 && !after)
    return (
      <Empty title={sayOnPage('audit.none')}>
        <p>{sayOnPage('audit.noneWords', { at: clock(found.dataUpdatedAt, zone) })}</p>
      </Empty>
    );
  return (
    <>
      <AuditRows
        items={items}
        zone={zone}
        onPatient={(patient) => void navigate({ to: '/audit', search: { patient } })}
      />
      {next && onMore && (
        <div className="more">
          <Button onClick={() => onMore(next)}>{sayOnPage('audit.more')}</Button>
        </div>
      )}
    </>
  );
}
