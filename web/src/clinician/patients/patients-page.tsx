import { IconUserPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { LONGEST_SEARCH, patientsQuery } from '../../api/queries.js';
import type { PatientSummary } from '../../api/types.js';
import { useKeys } from '../../app/keys.js';
import { useNow } from '../../app/now.js';
import { PageBar } from '../../app/page.js';
import { useClinicZone, useSession } from '../../app/session.js';
import { Button, Dialog, Empty, Failed, Glyph, LinkButton, Loading } from '../../ui/index.js';
import { agoOrDay, number, say, sayOnPage } from '../../words/index.js';
import { RegisterForm } from './register-form.js';
import './patients.css';

export function PatientsPage() {
  const [typed, setTyped] = useState('');
  const query = useSettled(typed.trim(), 200);
  const [pages, setPages] = useState<string[]>([]);
  const [registering, setRegistering] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => setPages([]), [query]);
  useKeys({
    n: (event) => {
      event.preventDefault();
      setRegistering(true);
    },
  });
  return (
    <>
      <PageBar title="Patients">
        <input
          ref={field}
          className="in patient-search"
          type="search"
          aria-label="Search by name"
          placeholder="Search by name"
          maxLength={LONGEST_SEARCH}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <Button
          kind="primary"
          icon={<IconUserPlus className="i" aria-hidden="true" />}
          onClick={() => setRegistering(true)}
        >
          Register patient
        </Button>
      </PageBar>
      {['', ...pages].map((after, i, all) => (
        <Page
          key={after}
          query={query}
          after={after}
          onMore={i === all.length - 1 ? (next) => setPages((was) => [...was, next]) : undefined}
        />
      ))}
      <Dialog title="Register patient" opened={registering} onClose={() => setRegistering(false)} wide>
        <RegisterForm onClose={() => setRegistering(false)} />
      </Dialog>
    </>
  );
}

function Page({ query, after, onMore }: { query: string; after: string; onMore?: (next: string) => void }) {
  const { role } = useSession();
  const whose = role === 'clinician' ? 'mine' : 'clinic';
  const found = useQuery(patientsQuery(query, after || undefined));
  if (found.error) return <Failed part="The patients" error={found.error} retry={() => void found.refetch()} />;
  if (!found.data) return <Loading rows={6} />;
  const { items, next } = found.data;
  if (items.length === 0 && !after) {
    return (
      <Empty title={sayOnPage('patients.nobody', { whose, query: query || 'none' })}>
        <p>{sayOnPage('patients.nobodyWhy', { whose, query: query || 'none' })}</p>
        {whose === 'mine' && <LinkButton to="/break-glass">{sayOnPage('glass.title')}</LinkButton>}
      </Empty>
    );
  }
  return (
    <>
      <ul className="plist" aria-busy={found.isPlaceholderData}>
        {items.map((patient) => (
          <li key={patient.id}>
            <PatientRow patient={patient} />
          </li>
        ))}
      </ul>
      {next && onMore && (
        <div className="more">
          <Button onClick={() => onMore(next)}>Show more</Button>
        </div>
      )}
    </>
  );
}

function PatientRow({ patient }: { patient: PatientSummary }) {
  const zone = useClinicZone();
  const now = useNow();
  const open = patient.openAlerts;
  return (
    <Link className="prow" to="/patients/$patientId" params={{ patientId: patient.id }}>
      <span>
        <Glyph course={patient.course} />
      </span>
      <span className="grow">
        <span className="ell blockline">
          <b>{patient.name}</b> <span className="faint">{patient.age}</span>
        </span>
        <span className="ell blockline dim">{say(patient.headline, 'clinician') || 'Nothing can be said yet'}</span>
      </span>
      <span className="small dim pcell">
        {patient.sprint ? `week ${patient.sprint.week} of ${patient.sprint.weeks}` : 'no sprint'}
      </span>
      <span className="small dim pcell">
        {patient.lastDataAt
          ? sayOnPage('patients.lastContact', { ago: agoOrDay(patient.lastDataAt, now, zone) })
          : sayOnPage('patients.noContact')}
      </span>
      <span className="small pcell right">{open ? `${number(open)} open` : ''}</span>
      <span className="small dim ell pcell right">{patient.contact?.name ?? ''}</span>
    </Link>
  );
}

/** The value once it has stood still, so that not every letter is a question to the server. */
function useSettled(value: string, ms: number): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), ms);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return settled;
}
