import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { IconVideo } from '@tabler/icons-react';
import { useState } from 'react';
import { ApiError, request } from '../api/client.js';
import type { Visit } from '../api/types.js';
import { usePlainAudience, useSession } from '../app/session.js';
import { AskConsent } from '../consents/ask-consent.js';
import { Button, LinkButton, Message } from '../ui/index.js';
import { MODALITY_WORDS, zoneWords } from '../words/index.js';
import { useVisitsOf } from './use-visits.js';
import { canArrive, nextVisit, whenWords } from './visits.js';

/** The next visit, or the one that is going on; "I am here" leads straight into the waiting room. */
export function NextVisitCard({ patientId, timeZone, now }: { patientId: string; timeZone: string; now: number }) {
  const { items } = useVisitsOf(patientId);
  const visit = items && nextVisit(items, now);
  const isOwn = usePlainAudience() === 'patient';
  const { clinic } = useSession();
  if (!visit) return null;
  return (
    <section className="hero" aria-labelledby="visit-title">
      <h2 id="visit-title">{visit.state === 'booked' ? 'Next visit' : isOwn ? 'Your visit' : 'The visit'}</h2>
      <p className="when">
        {visit.clinician.name}, {whenWords(visit.startsAt, now, timeZone)}
        {zoneWords(timeZone, clinic.timeZone)}
      </p>
      <p className="dim">
        {MODALITY_WORDS[visit.modality]}, {visit.minutes} minutes
      </p>
      <VisitVerb visit={visit} now={now} />
    </section>
  );
}

export function VisitVerb({ visit, now }: { visit: Visit; now: number }) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const [asking, setAsking] = useState(false);
  const { role, patientId, clinic } = useSession();
  const open = { to: '/visits/$visitId', params: { visitId: visit.id } } as const;
  const arrive = async () => {
    setBusy(true);
    setError(null);
    setAsking(false);
    try {
      const arrived = await request<Visit>(`/api/v1/visits/${visit.id}/arrive`, { method: 'POST', body: {} });
      queries.setQueryData(['visit', 'one', visit.id], arrived);
      void queries.invalidateQueries({ queryKey: ['visit', 'list'] });
      await navigate(open);
    } catch (cause) {
      // The patient is asked here; a caregiver cannot answer for somebody else, and reads why.
      const isAsked = cause instanceof ApiError && cause.code === 'CONSENT_NEEDED' && role === 'patient';
      if (isAsked) setAsking(true);
      else setError((cause as Error).message);
    } finally {
      setBusy(false);
    }
  };
  if (visit.state === 'waiting' || visit.state === 'in-progress') {
    return (
      <LinkButton kind="primary" icon={<IconVideo className="i" aria-hidden="true" />} {...open}>
        {visit.state === 'waiting' ? 'Back to the waiting room' : 'Go to the visit'}
      </LinkButton>
    );
  }
  if (!canArrive(visit, now)) return <LinkButton {...open}>See the visit</LinkButton>;
  return (
    <>
      <Button kind="primary" busy={busy} onClick={() => void arrive()}>
        I am here
      </Button>
      {error && <Message>{error}</Message>}
      <AskConsent
        patientId={patientId ?? ''}
        purpose="telehealth"
        zone={clinic.timeZone}
        opened={asking}
        onClose={() => setAsking(false)}
        onAgreed={() => void arrive()}
      />
    </>
  );
}
