import { useId, useState, type FormEvent } from 'react';
import { fieldError, isBesideFields } from '../../api/field-error.js';
import type { Referral } from '../../api/types.js';
import { useSession } from '../../app/session.js';
import {
  Checkbox,
  FieldError,
  FormEnd,
  SelectField,
  TextField,
  useShowWrong,
  ZoneField,
  useUnsent,
} from '../../ui/index.js';
import { GENDERS, LANGUAGES, sayOnPage } from '../../words/index.js';
import { MatchList } from './match-list.js';
import { beginRegistering, isTyped, type PersonName, problemsOf, type RegisterDraft } from './register-draft.js';
import { RegisteredView } from './registered.js';
import { TeamPick } from './team-pick.js';
import { sharerWords, useRegister } from './use-register.js';

/** Fields that show beside them what the server refuses. */
const MARKED = ['givenName', 'familyName', 'birthDate', 'email', 'phone'];

/** @param referral - whom it registers; the referral is then accepted */
export function RegisterForm({ referral, onClose }: { referral?: Referral; onClose: () => void }) {
  const session = useSession();
  const [begun] = useState(() => beginRegistering(session.person.id, session.clinic.timeZone, referral));
  const [draft, setDraft] = useState(begun);
  const [invite, setInvite] = useState(true);
  const [asked, setAsked] = useState<object | null>(null);
  const consentWrong = useId();
  const { person } = draft;
  const mayInvite = session.role !== 'clinician' && person.email.trim() !== '';
  const { register, matches, sharer } = useRegister(draft, mayInvite && invite, referral);
  const form = useShowWrong(asked, register.error);
  useUnsent(isTyped(draft, begun) && !register.data, register.isPending);
  if (register.data) return <RegisteredView registered={register.data} onClose={onClose} />;

  const change = (to: Partial<RegisterDraft>) => {
    setDraft((was) => ({ ...was, ...to }));
    // What the server said was about what stood there before.
    if (register.isError) register.reset();
  };
  const mine = problemsOf(draft);
  const field = (name: PersonName, isOptional = false) => {
    const label = sayOnPage(`person.${name}`);
    return {
      label: isOptional ? sayOnPage('common.optional', { label }) : label,
      value: person[name],
      error: (asked && mine[name]) || fieldError(register.error, name),
      onChange: (event: { currentTarget: { value: string } }) =>
        change({ person: { ...person, [name]: event.currentTarget.value } }),
    };
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    register.reset();
    setAsked({});
    if (Object.keys(mine).length === 0) register.mutate();
  };
  const email = field('email', true);
  return (
    <form className="form" ref={form} onSubmit={submit} noValidate>
      <div className="cols">
        <TextField {...field('givenName')} data-autofocus />
        <TextField {...field('familyName')} />
        <TextField {...field('birthDate')} type="date" />
        <SelectField {...field('gender', true)}>
          <option value="">{sayOnPage('person.noGender')}</option>
          {GENDERS.map((gender) => (
            <option key={gender} value={gender}>
              {sayOnPage('person.genderIs', { gender })}
            </option>
          ))}
        </SelectField>
        <ZoneField
          label={sayOnPage('register.timeZone')}
          hint={sayOnPage('register.timeZoneWhy')}
          zone={draft.timeZone}
          onChange={(timeZone) => change({ timeZone })}
        />
        <TextField {...email} type="email" hint={sharer && !email.error ? sharerWords(sharer) : null} />
        <TextField {...field('phone', true)} type="tel" />
        <SelectField {...field('language', true)}>
          <option value="">{sayOnPage('person.noLanguage')}</option>
          {LANGUAGES.map(([code, name]) => (
            <option key={code} value={code}>
              {name}
            </option>
          ))}
        </SelectField>
      </div>
      <MatchList matches={matches} />
      {mayInvite && !sharer?.signsIn && (
        <Checkbox checked={invite} onChange={(event) => setInvite(event.currentTarget.checked)}>
          {sayOnPage('invitePatient.offer')}
        </Checkbox>
      )}
      <TeamPick careTeam={draft.careTeam} contact={draft.contact} onChange={change} />
      <div>
        <Checkbox
          checked={draft.consent}
          {...(asked && mine.consent && { 'aria-invalid': true, 'aria-describedby': consentWrong })}
          onChange={(event) => change({ consent: event.currentTarget.checked })}
        >
          {sayOnPage('register.consent')}
        </Checkbox>
        {asked && mine.consent && <FieldError id={consentWrong}>{mine.consent}</FieldError>}
      </div>
      <FormEnd
        label={sayOnPage('register.send')}
        busy={register.isPending}
        error={isBesideFields(register.error, MARKED) ? null : register.error}
        onClose={onClose}
      />
    </form>
  );
}
