import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { LONGEST_SEARCH, patientNamesQuery } from '../../api/queries.js';
import type { PatientNames } from '../../api/types.js';
import { PageBar } from '../../app/page.js';
import { useSession } from '../../app/session.js';
import { Button, Dialog, Empty, Failed, Loading, TextField } from '../../ui/index.js';
import { longDay, sayOnPage } from '../../words/index.js';
import { GlassForm } from './glass-form.js';
import './glass.css';

/** For clinicians; coordinators reach everybody. */
export function BreakGlassPage() {
  const { role } = useSession();
  return role === 'clinician' ? <Finder /> : <Empty title={sayOnPage('glass.notNeeded')} />;
}

/** Finds the patient by name and asks why. */
function Finder() {
  const [typed, setTyped] = useState('');
  const query = typed.trim();
  const found = useQuery(patientNamesQuery(query));
  const [chosen, setChosen] = useState<PatientNames['items'][number] | null>(null);
  const names = query.length >= 3 ? found.data?.items : undefined;
  return (
    <>
      <PageBar title={sayOnPage('glass.title')} />
      <div className="glass">
        <p>{sayOnPage('glass.lead')}</p>
        <TextField
          label={sayOnPage('glass.search')}
          hint={sayOnPage('glass.searchHint')}
          type="search"
          maxLength={LONGEST_SEARCH}
          autoComplete="off"
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <p className="sr" role="status">
          {names && (names.length > 0 ? sayOnPage('glass.found', { count: names.length }) : sayOnPage('glass.none'))}
        </p>
        {query.length >= 3 && found.isPending && <Loading rows={3} />}
        {found.error && (
          <Failed part={sayOnPage('glass.title')} error={found.error} retry={() => void found.refetch()} />
        )}
        {names?.length === 0 && <p className="dim">{sayOnPage('glass.none')}</p>}
        <ul className="gnames">
          {names?.map((patient) => (
            <li key={patient.id} className="row">
              <span className="grow">
                <b>{patient.name}</b>{' '}
                {patient.birthDate && <span className="dim nowrap">{longDay(patient.birthDate)}</span>}
              </span>
              <Button small onClick={() => setChosen(patient)}>
                {sayOnPage('glass.open')}
                <span className="sr"> {patient.name}</span>
              </Button>
            </li>
          ))}
        </ul>
      </div>
      <Dialog
        title={sayOnPage('glass.dialog', { name: chosen?.name ?? '' })}
        opened={chosen !== null}
        onClose={() => setChosen(null)}
      >
        {chosen && <GlassForm patientId={chosen.id} onClose={() => setChosen(null)} />}
      </Dialog>
    </>
  );
}
