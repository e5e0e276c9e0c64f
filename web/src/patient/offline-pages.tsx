import { IconLogout, IconWifiOff } from '@tabler/icons-react';
import { useRouterState } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useFocusOnNavigation } from '../app/focus.js';
import { useTitle } from '../app/page.js';
import { PatientSheet } from '../app/patient-sheet.js';
import { useSignOut } from '../app/session.js';
import type { KeptPatient } from '../offline/kept-patient.js';
import { useLookAgain } from '../offline/use-look-again.js';
import { Button, LinkButton } from '../ui/index.js';
import { sayOnPage } from '../words/index.js';
import { listOf } from './due.js';
import { DueForms } from './due-forms.js';
import { Greeting } from './greeting.js';

interface Props {
  kept: KeptPatient;
  tryAgain: () => void;
}

/** What a patient sees of the app while nobody can be asked who they are: the diary, and what waits. */
export function OfflinePages({ kept, tryAgain }: Props) {
  const signOut = useSignOut();
  const isHome = useRouterState({ select: ({ location }) => location.pathname === '/' });
  useFocusOnNavigation();
  useTitle(sayOnPage('offline.title'));
  useLookAgain(tryAgain);
  useEffect(() => {
    document.body.classList.add('pt');
    return () => document.body.classList.remove('pt');
  }, []);
  return (
    <PatientSheet
      of="patient"
      menu={
        <Button kind="quiet" icon={<IconLogout className="i" aria-hidden="true" />} onClick={() => void signOut()}>
          {sayOnPage('offline.signOut')}
        </Button>
      }
    >
      {isHome ? <Today kept={kept} tryAgain={tryAgain} /> : <Elsewhere tryAgain={tryAgain} />}
    </PatientSheet>
  );
}

function Today({ kept, tryAgain }: Props) {
  const { patientId, firstName, timeZone, answeredAt } = kept;
  return (
    <>
      <Greeting firstName={firstName} timeZone={timeZone} now={Date.now()} />
      <div className="hg">
        <div className="col left">
          <div className="note" role="status">
            <IconWifiOff className="i" aria-hidden="true" />
            <div>
              <p>
                <b>{sayOnPage('offline.none')}</b> {sayOnPage('offline.waits')}
              </p>
              <button type="button" className="linkish" onClick={tryAgain}>
                {sayOnPage('offline.again')}
              </button>
            </div>
          </div>
          <DueForms
            patientId={patientId}
            timeZone={timeZone}
            answeredAt={{ diary: listOf(answeredAt.diary), peg: listOf(answeredAt.peg) }}
          />
        </div>
        <p className="col dim">{sayOnPage('offline.rest')}</p>
      </div>
    </>
  );
}

function Elsewhere({ tryAgain }: { tryAgain: () => void }) {
  return (
    <section className="state" role="status">
      <IconWifiOff className="i xl" aria-hidden="true" />
      <h1>{sayOnPage('offline.title')}</h1>
      <p>{sayOnPage('offline.elsewhere')}</p>
      <Button onClick={tryAgain}>{sayOnPage('offline.again')}</Button>
      <LinkButton to="/">{sayOnPage('offline.toDiary')}</LinkButton>
    </section>
  );
}
