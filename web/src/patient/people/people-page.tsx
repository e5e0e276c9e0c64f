import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { clinicQuery, followersQuery, usePatient } from '../../api/queries.js';
import type { Follower, Followers } from '../../api/types.js';
import { useTitle } from '../../app/page.js';
import { usePlainAudience, useSession } from '../../app/session.js';
import { ContactForm } from '../../clinician/patient/people/contact-form.js';
import { Avatar, Button, Dialog, Failed, Loading, useTold } from '../../ui/index.js';
import {
  contactWords,
  dayAndClock,
  dayOfYear,
  doorWords,
  endedWords,
  endSaid,
  PROFESSION_WORDS,
  sayOnPage,
  telephoneLink,
} from '../../words/index.js';
import { AllowForm } from './allow-form.js';
import { GrantForm } from './grant-form.js';
import { InviteForm } from './invite-form.js';
import { TakeBack } from './take-back.js';
import { type Asked, toAsked, WaitingFollower } from './waiting-follower.js';

/** Who looks after me, who looks on, and when the clinic is there. A caregiver sees the team and the clinic. */
export function PeoplePage() {
  const { patientId, role } = useSession();
  useTitle(sayOnPage('people.title'));
  return (
    <>
      <h1 className="greet">{sayOnPage('people.title')}</h1>
      {patientId && role === 'patient' && <MyFollowers patientId={patientId} />}
      {patientId && <MyTeam patientId={patientId} />}
      {patientId && role === 'patient' && <MyContact patientId={patientId} />}
      <TheClinic />
    </>
  );
}

function MyFollowers({ patientId }: { patientId: string }) {
  const { clinic } = useSession();
  const found = useQuery(followersQuery(patientId));
  const [changing, setChanging] = useState<Follower | null>(null);
  // As it was pressed, and above the list: whoever is asked about may come while the yes is chosen, which is another row.
  const [allowing, setAllowing] = useState<Asked | null>(null);
  const [inviting, setInviting] = useState(false);
  const told = useTold(found.data);
  const tellEnd = (who: Parameters<typeof endSaid>[1]) => (view: Followers) =>
    told.tell(endSaid(view, who, null, clinic.timeZone));
  return (
    <section className="sec first" aria-labelledby="followers-title">
      <h2 id="followers-title" {...told.heading}>
        {sayOnPage('people.mine')}
      </h2>
      {told.line}
      <p className="dim">{sayOnPage('people.lead')}</p>
      {found.error && !found.data && (
        <Failed part={sayOnPage('people.mine')} error={found.error} retry={() => void found.refetch()} />
      )}
      {found.isPending && <Loading rows={2} height={72} />}
      {found.data && (
        <FollowerRows
          patientId={patientId}
          followers={found.data}
          zone={clinic.timeZone}
          onChange={(follower) => setChanging(follower)}
          onAllow={(asked) => setAllowing(asked)}
          tellEnd={tellEnd}
        />
      )}
      <Button onClick={() => setInviting(true)}>{sayOnPage('people.invite')}</Button>
      <Dialog
        title={sayOnPage('people.changeNamed', { name: changing?.name ?? '' })}
        opened={changing !== null}
        onClose={() => setChanging(null)}
      >
        {changing && (
          <GrantForm
            key={changing.personId}
            patientId={patientId}
            follower={changing}
            onEnded={tellEnd({ ...changing, id: changing.personId })}
            onClose={() => setChanging(null)}
          />
        )}
      </Dialog>
      <Dialog
        title={sayOnPage('people.allowNamed', { name: allowing?.name ?? '' })}
        opened={allowing !== null}
        onClose={() => setAllowing(null)}
      >
        {allowing && (
          <AllowForm patientId={patientId} asked={allowing} zone={clinic.timeZone} onClose={() => setAllowing(null)} />
        )}
      </Dialog>
      <Dialog title={sayOnPage('people.invite')} opened={inviting} onClose={() => setInviting(false)}>
        <InviteForm patientId={patientId} onClose={() => setInviting(false)} />
      </Dialog>
    </section>
  );
}

function FollowerRows(props: {
  patientId: string;
  followers: Followers;
  zone: string;
  onChange: (follower: Follower) => void;
  onAllow: (asked: Asked) => void;
  /** What is done once somebody is refused or taken back. */
  tellEnd: (who: Parameters<typeof endSaid>[1]) => (view: Followers) => void;
}) {
  const { patientId, followers, zone, onChange, onAllow, tellEnd } = props;
  const { items, invited, takenBack, shares } = followers;
  const what = (categories: Follower['categories']) =>
    categories.map((category) => sayOnPage('people.short', { category })).join(', ');
  const stateOf = ({ ended, agreed, categories }: Follower) => {
    if (!ended) return sayOnPage(shares ? 'people.sees' : 'people.wouldSee', { what: what(categories) });
    const over = endedWords(ended, null, zone);
    return agreed
      ? sayOnPage('people.saw', { what: what(categories), over })
      : sayOnPage('people.sawNothing', { over });
  };
  return (
    <ul className="follow">
      {items.length + invited.length === 0 && <li>{sayOnPage('people.none')}</li>}
      {!shares && items.some(({ isActive }) => isActive) && <li className="note">{sayOnPage('people.paused')}</li>}
      {toAsked(followers).map((asked) => (
        <WaitingFollower
          key={asked.path}
          patientId={patientId}
          asked={asked}
          what={what(asked.categories)}
          zone={zone}
          onAllow={() => onAllow(asked)}
          onRefused={tellEnd(asked)}
        />
      ))}
      {items
        .filter(({ waits }) => !waits)
        .map((follower) => (
          <li key={follower.personId} className="blk row wrap">
            <div className="grow">
              <b>{follower.name}</b>
              {follower.relationship && <span className="dim">, {follower.relationship}</span>}
              <div className="small dim">
                {stateOf(follower)}
                {follower.isActive &&
                  `, ${follower.until ? sayOnPage('followers.until', { until: dayOfYear(follower.until, zone) }) : sayOnPage('followers.open')}`}
              </div>
            </div>
            <Button
              aria-label={sayOnPage('people.changeNamed', { name: follower.name })}
              onClick={() => onChange(follower)}
            >
              {sayOnPage('people.change')}
            </Button>
          </li>
        ))}
      {invited
        .filter(({ waits }) => !waits)
        .map((invitation) => (
          <li key={invitation.invitationId} className="blk row wrap">
            <div className="grow">
              <b>{invitation.name}</b>
              {invitation.relationship && <span className="dim">, {invitation.relationship}</span>}
              <div className="small dim">
                {sayOnPage('followers.willSee', {
                  waits: false,
                  what: what(invitation.categories),
                  until: invitation.until ? dayOfYear(invitation.until, zone) : 'none',
                })}
                ; {sayOnPage('people.invited', { until: dayAndClock(invitation.expiresAt, zone) })}
              </div>
            </div>
            <TakeBack
              patientId={patientId}
              invitation={invitation}
              onDone={tellEnd({ ...invitation, id: invitation.invitationId })}
            />
          </li>
        ))}
      {takenBack.map(({ invitationId, name, relationship, ended }) => (
        <li key={invitationId} className="blk">
          <b>{name}</b>
          {relationship && <span className="dim">, {relationship}</span>}
          <div className="small dim">{endedWords(ended, null, zone)}</div>
        </li>
      ))}
    </ul>
  );
}

function MyTeam({ patientId }: { patientId: string }) {
  const patient = usePatient(patientId);
  const voice = usePlainAudience();
  if (!patient.data) return null;
  return (
    <section className="sec" aria-labelledby="team-title">
      <h2 id="team-title">{sayOnPage('people.team', { voice })}</h2>
      <ul>
        {patient.data.careTeam
          .filter((member) => member.isActive)
          .map((member) => (
            <li key={member.personId} className="dv">
              <Avatar name={member.name} />
              <div>
                {member.name}
                <div className="small dim">
                  {[
                    member.profession && PROFESSION_WORDS[member.profession],
                    member.isContact && sayOnPage('careTeam.mine', { voice }),
                    member.cover &&
                      sayOnPage('careTeam.away', {
                        until: dayAndClock(member.cover.until, patient.data.timeZone),
                        name: member.cover.name,
                      }),
                  ]
                    .filter(Boolean)
                    .join(', ')}
                </div>
              </div>
            </li>
          ))}
      </ul>
    </section>
  );
}

function MyContact({ patientId }: { patientId: string }) {
  const patient = usePatient(patientId);
  const [changing, setChanging] = useState(false);
  if (!patient.data) return null;
  return (
    <section className="sec" aria-labelledby="contact-title">
      <h2 id="contact-title">{sayOnPage('contact.part')}</h2>
      <p className="wraps">{contactWords(patient.data)}</p>
      <Button onClick={() => setChanging(true)}>
        {sayOnPage('common.edit')}
        <span className="sr"> {sayOnPage('contact.part')}</span>
      </Button>
      <Dialog title={sayOnPage('contact.part')} opened={changing} onClose={() => setChanging(false)}>
        <ContactForm patient={patient.data} onClose={() => setChanging(false)} />
      </Dialog>
    </section>
  );
}

function TheClinic() {
  const clinic = useQuery(clinicQuery);
  if (!clinic.data) return null;
  const { name, phone, afterHours, doors } = clinic.data;
  return (
    <section className="sec" aria-labelledby="clinic-title">
      <h2 id="clinic-title">{name || sayOnPage('people.clinic')}</h2>
      {doors.map((door) => (
        <p key={door.siteId}>{doorWords(door, clinic.data)}</p>
      ))}
      {phone && (
        <p>
          <a href={telephoneLink(phone)}>{sayOnPage('people.call', { phone })}</a>
        </p>
      )}
      {afterHours && doors.every((door) => !door.isOpen) && <p className="note">{afterHours}</p>}
    </section>
  );
}
