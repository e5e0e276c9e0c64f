import { useQuery } from '@tanstack/react-query';
import { useParams, useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import { ApiError, request } from '../api/client.js';
import { appRequestQuery, sessionQuery } from '../api/queries.js';
import type { AppNext, AppRequest, Session } from '../api/types.js';
import { ToSignIn } from '../app/signed-in.js';
import { Button, Failed, Loading, Message } from '../ui/index.js';
import { sayOnPage } from '../words/index.js';
import { AccountFrame } from './account-frame.js';
import { ConsentPatient } from './consent-patient.js';
import { problemWords } from './sign-in.js';

/** Where an app from outside sends somebody: who it is, what it would get, and the two answers. */
export function ConsentPage() {
  const session = useQuery(sessionQuery);
  const [here] = useState(useRouter().state.location.href);
  if (session.error instanceof ApiError && session.error.status === 401) return <ToSignIn from={here} />;
  if (session.data) return <Asked session={session.data} />;
  return (
    <AccountFrame title={sayOnPage('asking.loading')}>
      {session.error ? <Message>{problemWords(session.error)}</Message> : <Loading rows={4} />}
    </AccountFrame>
  );
}

function Asked({ session }: { session: Session }) {
  const { uid } = useParams({ from: '/authorize/$uid' });
  const asked = useQuery(appRequestQuery(uid));
  if (asked.data) return <Decide uid={uid} asked={asked.data} session={session} />;
  const isGone = asked.error instanceof ApiError && asked.error.status === 404;
  return (
    <AccountFrame title={sayOnPage('asking.loading')}>
      {asked.isPending && <Loading rows={4} />}
      {isGone && <Message>{sayOnPage('asking.gone')}</Message>}
      {asked.error && !isGone && (
        <Failed part={sayOnPage('asking.part')} error={asked.error} retry={() => void asked.refetch()} />
      )}
    </AccountFrame>
  );
}

function Decide({ uid, asked, session }: { uid: string; asked: AppRequest; session: Session }) {
  const { appName: app, clinicName: clinic, patients } = asked;
  const [patientId, setPatientId] = useState(asked.patient === 'known' ? (patients[0]?.id ?? null) : null);
  const [busy, setBusy] = useState<'allow' | 'refuse' | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const needsPatient = asked.patient !== 'none';
  const choose = (id: string) => {
    setPatientId(id);
    setFailure(null);
  };
  const answer = async (allow: boolean) => {
    if (allow && needsPatient && !patientId) return setFailure(sayOnPage('asking.noPatient'));
    setBusy(allow ? 'allow' : 'refuse');
    setFailure(null);
    try {
      const body = { allow, ...(allow && needsPatient ? { patientId } : {}) };
      const { next } = await request<AppNext>(`/api/v1/app-requests/${uid}/decision`, { method: 'POST', body });
      location.assign(next);
    } catch (error) {
      setBusy(null);
      setFailure(problemWords(error));
    }
  };
  return (
    <AccountFrame title={sayOnPage('asking.title', { app })}>
      <p>{sayOnPage('asking.who', { app, clinic, name: session.person.name })}</p>
      {needsPatient && session.role !== 'patient' && (
        <ConsentPatient asked={asked} chosen={patientId} onChoose={choose} />
      )}
      <div className="consent-asks">
        <h2>{sayOnPage('asking.ifAllowed', { app })}</h2>
        <ul>
          {asksOf(asked, session).map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      </div>
      <p className="dim">
        {sayOnPage(asked.staysConnected ? 'asking.endIt' : 'asking.ends')}{' '}
        {sayOnPage('asking.sentTo', { place: asked.sentTo })}
      </p>
      {failure && <Message>{failure}</Message>}
      <div className="form">
        <Button kind="primary" busy={busy === 'allow'} onClick={() => void answer(true)}>
          {sayOnPage('asking.allow')}
        </Button>
        <Button busy={busy === 'refuse'} onClick={() => void answer(false)}>
          {sayOnPage('asking.refuse')}
        </Button>
      </div>
    </AccountFrame>
  );
}

function asksOf(asked: AppRequest, session: Session): string[] {
  const isPatient = session.role === 'patient';
  const lines = asked.asks.map(({ of, type, reads, writes }) =>
    sayOnPage('asking.can', {
      type,
      reads: String(reads),
      writes: String(writes),
      whose: isPatient ? 'you' : of === 'patient' ? 'patient' : 'all',
    }),
  );
  return [
    ...new Set(lines),
    ...(asked.protectedNotes ? [sayOnPage('asking.protected')] : []),
    ...(asked.signsIn ? [sayOnPage('asking.signsIn')] : []),
    ...(asked.staysConnected ? [sayOnPage('asking.stays')] : []),
  ];
}
