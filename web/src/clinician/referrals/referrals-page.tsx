import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { referralsQuery } from '../../api/queries.js';
import type { Referral } from '../../api/types.js';
import { PageBar } from '../../app/page.js';
import { useClinicZone } from '../../app/session.js';
import { Button, Dialog, Empty, Failed, LinkButton, Loading, Segmented } from '../../ui/index.js';
import { dayAndClock, sayOnPage } from '../../words/index.js';
import { RegisterForm } from '../patients/register-form.js';
import { DeclineForm } from './decline-form.js';
import { ReferralForm } from './referral-form.js';
import '../patients/patients.css';

const STATES = ['open', 'accepted', 'declined'] as const;
type Doing = { readonly what: 'enter' } | { readonly what: 'accept' | 'decline'; readonly referral: Referral } | null;

/** People whom others send: looked at in order, each accepted or declined with a reason. */
export function ReferralsPage() {
  const [state, setState] = useState<Referral['state']>('open');
  const [doing, setDoing] = useState<Doing>(null);
  const found = useQuery(referralsQuery(state));
  const close = () => setDoing(null);
  return (
    <>
      <PageBar title={sayOnPage('referrals.title')}>
        <Segmented
          label={sayOnPage('referrals.title')}
          value={state}
          options={STATES.map((value) => ({ value, label: sayOnPage(`referrals.${value}`) }))}
          onChange={setState}
        />
        <Button kind="primary" onClick={() => setDoing({ what: 'enter' })}>
          {sayOnPage('referrals.add')}
        </Button>
      </PageBar>
      {found.error && !found.data && (
        <Failed part={sayOnPage('referrals.part')} error={found.error} retry={() => void found.refetch()} />
      )}
      {found.isPending && <Loading rows={4} height={60} />}
      {found.data?.items.length === 0 && <Empty title={sayOnPage('referrals.none', { state })} />}
      <ul className="plist">
        {found.data?.items.map((referral) => (
          <Row key={referral.id} referral={referral} onDo={setDoing} />
        ))}
      </ul>
      <Dialog title={sayOnPage('referrals.add')} opened={doing?.what === 'enter'} onClose={close} wide>
        <ReferralForm onClose={close} />
      </Dialog>
      <Dialog title="Register patient" opened={doing?.what === 'accept'} onClose={close} wide>
        {doing?.what === 'accept' && <RegisterForm key={doing.referral.id} referral={doing.referral} onClose={close} />}
      </Dialog>
      <Dialog title={sayOnPage('referrals.decline')} opened={doing?.what === 'decline'} onClose={close}>
        {doing?.what === 'decline' && <DeclineForm key={doing.referral.id} referral={doing.referral} onClose={close} />}
      </Dialog>
    </>
  );
}

function Row({ referral, onDo }: { referral: Referral; onDo: (doing: Doing) => void }) {
  const zone = useClinicZone();
  const name = `${referral.givenName} ${referral.familyName}`;
  return (
    <li className="refrow">
      <div className="grow">
        <p>
          <b>{name}</b> <span className="faint">{referral.birthDate}</span>
          {referral.urgent && <b> · {sayOnPage('referrals.urgent')}</b>}
        </p>
        <p>{referral.question}</p>
        <p className="small dim">
          {sayOnPage('referrals.from', {
            from: referral.fromName,
            organisation: referral.fromOrganisation ?? 'none',
            at: dayAndClock(referral.receivedAt, zone),
          })}
        </p>
        {referral.decidedAt && (
          <p className="small dim">
            {sayOnPage('referrals.decided', {
              state: referral.state,
              by: referral.decidedBy ?? '',
              at: dayAndClock(referral.decidedAt, zone),
            })}
            {referral.reason && `: ${referral.reason}`}
          </p>
        )}
      </div>
      {referral.state === 'open' && (
        <div className="row">
          <Button
            kind="primary"
            aria-label={sayOnPage('referrals.acceptNamed', { name })}
            onClick={() => onDo({ what: 'accept', referral })}
          >
            {sayOnPage('referrals.accept')}
          </Button>
          <Button
            aria-label={sayOnPage('referrals.declineNamed', { name })}
            onClick={() => onDo({ what: 'decline', referral })}
          >
            {sayOnPage('referrals.decline')}
          </Button>
        </div>
      )}
      {referral.patientId && (
        <LinkButton to="/patients/$patientId" params={{ patientId: referral.patientId }}>
          {sayOnPage('referrals.patientPage')}
        </LinkButton>
      )}
    </li>
  );
}
