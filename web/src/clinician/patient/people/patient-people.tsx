import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { invitationsQuery } from '../../../api/queries.js';
import type { CareTeamMember, PatientDetail } from '../../../api/types.js';
import { useClinicZone, useSession } from '../../../app/session.js';
import { Avatar, Button, Dialog } from '../../../ui/index.js';
import { contactWords, dayAndClock, identityWords, PROFESSION_WORDS, sayOnPage } from '../../../words/index.js';
import { CareTeamForm } from './care-team-form.js';
import { ContactForm } from './contact-form.js';
import { FollowerList } from './follower-list.js';
import { IdentityForm } from './identity-form.js';
import { InvitePatient } from './invite-patient.js';
import { OpenInvitation } from './open-invitation.js';
import { MergeForm } from './merge-form.js';
import { TransferForm } from './transfer-form.js';

type Doing = 'identity' | 'team' | 'contact' | 'invite' | 'merge' | 'transfer' | null;

/**
 * Everybody around one patient, how they are reached, and what happens with the record as a whole.
 *
 * @param mayAct - under a broken glass nothing is changed here, and who follows is not shown
 */
export function PatientPeople({ patient, mayAct }: { patient: PatientDetail; mayAct: boolean }) {
  const { role } = useSession();
  const zone = useClinicZone();
  const [doing, setDoing] = useState<Doing>(null);
  const close = () => setDoing(null);
  const mayInvite = role === 'coordinator' && !patient.hasAccount;
  const invitations = useQuery({ ...invitationsQuery, enabled: mayInvite });
  const waiting = invitations.data?.items.find((one) => one.patientId === patient.id && one.role === 'patient');
  return (
    <>
      <section>
        <div className="sh">
          <h2>{sayOnPage('identity.part')}</h2>
          {mayAct && (
            <Button small kind="quiet" onClick={() => setDoing('identity')}>
              {sayOnPage('common.edit')}
              <span className="sr"> {sayOnPage('identity.part')}</span>
            </Button>
          )}
        </div>
        <p className="small wraps">{identityWords(patient)}</p>
      </section>
      <section>
        <div className="sh">
          <h2>{sayOnPage('careTeam.title')}</h2>
          {mayAct && (
            <Button small kind="quiet" onClick={() => setDoing('team')}>
              {sayOnPage('common.edit')}
              <span className="sr"> {sayOnPage('careTeam.title')}</span>
            </Button>
          )}
        </div>
        <ul className="small">
          {patient.careTeam.map((member) => (
            <Member key={member.personId} member={member} zone={zone} />
          ))}
        </ul>
      </section>
      <section>
        <div className="sh">
          <h2>{sayOnPage('contact.part')}</h2>
          {mayAct && (
            <Button small kind="quiet" onClick={() => setDoing('contact')}>
              {sayOnPage('common.edit')}
              <span className="sr"> {sayOnPage('contact.part')}</span>
            </Button>
          )}
        </div>
        <p className="small wraps">{contactWords(patient)}</p>
        {mayInvite && waiting?.state === 'open' && <OpenInvitation invitation={waiting} zone={zone} />}
        {mayInvite && invitations.isSuccess && waiting?.state !== 'open' && (
          <Button small onClick={() => setDoing('invite')}>
            {sayOnPage('invitePatient.open')}
          </Button>
        )}
        {patient.transferredAt && (
          <p className="note small">
            {sayOnPage('transferred.since', { at: dayAndClock(patient.transferredAt, zone) })}
          </p>
        )}
      </section>
      {mayAct && <FollowerList patient={patient} zone={zone} />}
      {role === 'coordinator' && (
        <section>
          <div className="row wrap">
            <Button small onClick={() => setDoing('merge')}>
              {sayOnPage('merges.propose')}
            </Button>
            <Button small onClick={() => setDoing('transfer')}>
              {sayOnPage('transfers.offer')}
            </Button>
          </div>
        </section>
      )}
      <Dialog title={sayOnPage('identity.part')} opened={doing === 'identity'} onClose={close}>
        <IdentityForm patient={patient} onClose={close} />
      </Dialog>
      <Dialog title={sayOnPage('careTeam.title')} opened={doing === 'team'} onClose={close}>
        <CareTeamForm patient={patient} onClose={close} />
      </Dialog>
      <Dialog title={sayOnPage('contact.title')} opened={doing === 'contact'} onClose={close}>
        <ContactForm patient={patient} onClose={close} />
      </Dialog>
      <Dialog title={sayOnPage('invitePatient.open')} opened={doing === 'invite'} onClose={close}>
        <InvitePatient patient={patient} onClose={close} />
      </Dialog>
      <Dialog title={sayOnPage('merges.proposeTitle')} opened={doing === 'merge'} onClose={close}>
        <MergeForm patient={patient} onClose={close} />
      </Dialog>
      <Dialog title={sayOnPage('transfers.offer')} opened={doing === 'transfer'} onClose={close}>
        <TransferForm patientId={patient.id} onClose={close} />
      </Dialog>
    </>
  );
}

function Member({ member, zone }: { member: CareTeamMember; zone: string }) {
  const { name, profession, isContact, isActive, cover } = member;
  return (
    <li className="row member">
      <Avatar name={name} />
      <span>
        {name}
        <span className="dim">
          {profession && `, ${PROFESSION_WORDS[profession].toLowerCase()}`}
          {isContact && ', contact'}
          {!isActive && `, ${sayOnPage('careTeam.left')}`}
          {cover && `, ${sayOnPage('careTeam.away', { until: dayAndClock(cover.until, zone), name: cover.name })}`}
        </span>
      </span>
    </li>
  );
}
