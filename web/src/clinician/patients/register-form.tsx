import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState, type FormEvent } from 'react';
import { newId, request } from '../../api/client.js';
import { fieldError, isBesideFields } from '../../api/field-error.js';
import { matchesQuery, membersQuery, teamsQuery } from '../../api/queries.js';
import type { InvitationLink, NewInvitation, NewPatient, PatientDetail, Referral } from '../../api/types.js';
import { useSession } from '../../app/session.js';
import { Button, Checkbox, LinkButton, Message, SelectField, TextField, useShowWrong } from '../../ui/index.js';
import { GENDERS, LANGUAGES, PROFESSION_WORDS, sayOnPage } from '../../words/index.js';
import { OneTimeLink } from '../one-time-link.js';
import { MatchList } from './match-list.js';

const TIME_ZONES = Intl.supportedValuesOf('timeZone');
const EMPTY = {
  givenName: '',
  familyName: '',
  birthDate: '',
  gender: '',
  email: '',
  phone: '',
  language: '',
  timeZone: '',
};
/** Fields that show beside them what the server refuses. */
const MARKED = ['givenName', 'familyName', 'birthDate', 'email', 'phone'];
type Gender = NonNullable<NewPatient['gender']>;

/** @param referral - whom it registers; the referral is then accepted */
export function RegisterForm({ referral, onClose }: { referral?: Referral; onClose: () => void }) {
  const session = useSession();
  const queries = useQueryClient();
  const mayInvite = session.role !== 'clinician';
  const members = useQuery(membersQuery);
  const [fields, setFields] = useState({
    ...EMPTY,
    ...(referral && fieldsOf(referral)),
    timeZone: session.clinic.timeZone,
  });
  const [team, setTeam] = useState<string[]>([session.person.id]);
  const [contact, setContact] = useState(session.person.id);
  const [consent, setConsent] = useState(false);
  const [invite, setInvite] = useState(true);
  const [asked, setAsked] = useState<object | null>(null);
  // The same ids for every retry: a lost answer must not register anyone twice.
  const ids = useRef({ patient: newId(), invitation: newId() });

  const matches = useQuery({
    ...matchesQuery({
      givenName: fields.givenName.trim(),
      familyName: fields.familyName.trim(),
      birthDate: fields.birthDate,
    }),
    enabled: !!fields.givenName.trim() && !!fields.familyName.trim() && /^(19|20)/.test(fields.birthDate),
  });
  const teams = useQuery(teamsQuery);
  const colleagues = (members.data?.items ?? []).filter(
    (m) => m.active && (m.role === 'clinician' || m.role === 'coordinator'),
  );
  const isComplete = !!fields.givenName.trim() && !!fields.familyName.trim() && !!fields.birthDate && consent;
  const register = useMutation({
    mutationFn: async () => {
      const email = fields.email.trim();
      const body: NewPatient = {
        id: ids.current.patient,
        givenName: fields.givenName.trim(),
        familyName: fields.familyName.trim(),
        birthDate: fields.birthDate,
        // The select offers no other word.
        ...(fields.gender && { gender: fields.gender as Gender }),
        timeZone: fields.timeZone,
        ...(email && { email }),
        ...(fields.phone.trim() && { phone: fields.phone.trim() }),
        ...(fields.language && { language: fields.language }),
        careTeam: team,
        ...(team.includes(contact) && { contactPersonId: contact }),
        monitoringConsent: true,
      };
      const path = referral ? `/api/v1/referrals/${referral.id}/accept` : '/api/v1/patients';
      const patient = await request<PatientDetail>(path, { method: 'POST', body });
      if (!email || !invite || !mayInvite) return { patient, link: null, inviteError: null };
      const invitation: NewInvitation = {
        id: ids.current.invitation,
        email,
        name: patient.name,
        role: 'patient',
        profession: null,
        patientId: patient.id,
      };
      // The patient is registered by now: a failed invitation must not look like a failed registration.
      return request<InvitationLink>('/api/v1/invitations', { method: 'POST', body: invitation }).then(
        (link) => ({ patient, link, inviteError: null }),
        (error: Error) => ({ patient, link: null, inviteError: error.message }),
      );
    },
    onSuccess: () =>
      Promise.all([
        queries.invalidateQueries({ queryKey: ['patient'] }),
        queries.invalidateQueries({ queryKey: ['clinic', 'referrals'] }),
      ]),
  });
  const form = useShowWrong(asked, register.error);

  if (register.data) {
    const { patient, link, inviteError } = register.data;
    return (
      <div className="form">
        <Message ok>{patient.name} is registered.</Message>
        {inviteError && <Message>The invitation was not made: {inviteError}</Message>}
        {link && <OneTimeLink link={link} to={patient.name} />}
        <div className="row">
          <LinkButton kind="primary" to="/patients/$patientId" params={{ patientId: patient.id }}>
            Open the page
          </LinkButton>
          <Button kind="quiet" onClick={onClose}>
            Close
          </Button>
        </div>
      </div>
    );
  }

  const set = (name: keyof typeof EMPTY) => (event: { currentTarget: { value: string } }) => {
    const { value } = event.currentTarget;
    setFields((was) => ({ ...was, [name]: value }));
  };
  const need = (name: keyof typeof EMPTY, words: string) =>
    asked && !fields[name].trim() ? words : fieldError(register.error, name);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setAsked({});
    if (isComplete) register.mutate();
  };
  return (
    <form className="form" ref={form} onSubmit={submit} noValidate>
      {register.error && !isBesideFields(register.error, MARKED) && <Message>{register.error.message}</Message>}
      <div className="cols">
        <TextField
          label="Given name"
          value={fields.givenName}
          onChange={set('givenName')}
          error={need('givenName', 'Please fill in')}
          data-autofocus
        />
        <TextField
          label="Family name"
          value={fields.familyName}
          onChange={set('familyName')}
          error={need('familyName', 'Please fill in')}
        />
        <TextField
          label="Date of birth"
          type="date"
          value={fields.birthDate}
          onChange={set('birthDate')}
          error={need('birthDate', 'Please fill in')}
        />
        <SelectField label="Gender (optional)" value={fields.gender} onChange={set('gender')}>
          <option value="">{sayOnPage('person.noGender')}</option>
          {GENDERS.map((gender) => (
            <option key={gender} value={gender}>
              {sayOnPage('person.genderIs', { gender })}
            </option>
          ))}
        </SelectField>
        <SelectField
          label="Time zone"
          value={fields.timeZone}
          onChange={set('timeZone')}
          hint="Decides when the patient’s days begin."
        >
          {!TIME_ZONES.includes(fields.timeZone) && <option>{fields.timeZone}</option>}
          {TIME_ZONES.map((zone) => (
            <option key={zone}>{zone}</option>
          ))}
        </SelectField>
        <TextField
          label="E-mail (optional)"
          type="email"
          value={fields.email}
          onChange={set('email')}
          error={fieldError(register.error, 'email')}
        />
        <TextField
          label={sayOnPage('common.optional', { label: sayOnPage('person.phone') })}
          type="tel"
          value={fields.phone}
          onChange={set('phone')}
          error={fieldError(register.error, 'phone')}
        />
        <SelectField
          label={sayOnPage('common.optional', { label: sayOnPage('person.language') })}
          value={fields.language}
          onChange={set('language')}
        >
          <option value="">{sayOnPage('person.noLanguage')}</option>
          {LANGUAGES.map(([code, name]) => (
            <option key={code} value={code}>
              {name}
            </option>
          ))}
        </SelectField>
      </div>
      <MatchList matches={matches.data?.items ?? []} />
      {fields.email.trim() && mayInvite && (
        <Checkbox checked={invite} onChange={(event) => setInvite(event.currentTarget.checked)}>
          {sayOnPage('invitePatient.offer')}
        </Checkbox>
      )}
      <fieldset className="group">
        <legend>Care team</legend>
        {(teams.data?.items.length ?? 0) > 0 && (
          <div className="row wrap">
            {teams.data?.items.map((one) => (
              <Button
                key={one.id}
                small
                onClick={() => setTeam((was) => [...new Set([...was, ...one.members.map((m) => m.personId)])])}
              >
                {one.name}
              </Button>
            ))}
          </div>
        )}
        <div className="team-pick" role="group" aria-label="Colleagues">
          {colleagues.map((member) => (
            <Checkbox
              key={member.personId}
              checked={team.includes(member.personId)}
              onChange={(event) => {
                const { checked } = event.currentTarget;
                setTeam((was) => (checked ? [...was, member.personId] : was.filter((id) => id !== member.personId)));
              }}
            >
              {member.name}
              {member.profession && (
                <span className="dim small"> {PROFESSION_WORDS[member.profession].toLowerCase()}</span>
              )}
            </Checkbox>
          ))}
        </div>
      </fieldset>
      <SelectField
        label="Contact for the patient"
        value={contact}
        onChange={(event) => setContact(event.currentTarget.value)}
      >
        {colleagues
          .filter((member) => team.includes(member.personId))
          .map((member) => (
            <option key={member.personId} value={member.personId}>
              {member.name}
            </option>
          ))}
      </SelectField>
      <Checkbox
        checked={consent}
        aria-invalid={asked !== null && !consent}
        onChange={(event) => setConsent(event.currentTarget.checked)}
      >
        The patient agrees that the clinic monitors activity, sleep and answers, and can withdraw this at any time.
      </Checkbox>
      {asked && !consent && <Message>Monitoring needs the patient’s consent.</Message>}
      <div className="row">
        <Button kind="primary" type="submit" busy={register.isPending}>
          Register
        </Button>
        <Button kind="quiet" onClick={onClose}>
          Cancel
        </Button>
      </div>
    </form>
  );
}

const fieldsOf = (referral: Referral): typeof EMPTY => ({
  givenName: referral.givenName,
  familyName: referral.familyName,
  birthDate: referral.birthDate,
  gender: referral.gender ?? '',
  email: referral.email ?? '',
  phone: referral.phone ?? '',
  language: referral.language ?? '',
  timeZone: '',
});
