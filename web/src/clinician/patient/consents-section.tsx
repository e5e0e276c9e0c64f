import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { consentsQuery } from '../../api/queries.js';
import { Button, Dialog, Failed } from '../../ui/index.js';
import { purposeWords, sayOnPage } from '../../words/index.js';
import { ConsentForm } from './consent-form.js';

/** What the patient agreed to, and the way to write down what the patient said. */
export function ConsentsSection({ patientId, mayAct }: { patientId: string; mayAct: boolean }) {
  const consents = useQuery(consentsQuery(patientId));
  const [writing, setWriting] = useState(false);
  const items = consents.data?.items ?? [];
  return (
    <section>
      <div className="sh">
        <h2>{sayOnPage('consent.section')}</h2>
        {mayAct && (
          <Button small kind="quiet" onClick={() => setWriting(true)}>
            {sayOnPage('consent.record')}
          </Button>
        )}
      </div>
      {consents.error && !consents.data && (
        <Failed part={sayOnPage('consent.section')} error={consents.error} retry={() => void consents.refetch()} />
      )}
      <ul className="small">
        {items.map(({ purpose, status }) => (
          <li key={purpose}>
            {purposeWords(purpose)}
            <span className="dim">, {sayOnPage('consent.stateOfPatient', { status })}</span>
          </li>
        ))}
      </ul>
      <Dialog title={sayOnPage('consent.recordTitle')} opened={writing} onClose={() => setWriting(false)} wide>
        {consents.data && <ConsentForm patientId={patientId} items={items} onDone={() => setWriting(false)} />}
      </Dialog>
    </section>
  );
}
