import type { FormEvent } from 'react';
import { fieldError, isBesideFields } from '../../../api/field-error.js';
import type { PatientDetail } from '../../../api/types.js';
import { FormEnd, SelectField, TextField, useShowWrong } from '../../../ui/index.js';
import { GENDERS, identityWords, sayOnPage } from '../../../words/index.js';
import { useCorrection } from './use-correction.js';

const MARKED = ['givenName', 'familyName', 'birthDate', 'gender'];

/** Who the patient is, as papers say it: for what was taken down wrongly or has changed. */
export function IdentityForm({ patient, onClose }: { patient: PatientDetail; onClose: () => void }) {
  const correction = useCorrection({ patient, part: 'identity', read, toBody, onDone: onClose });
  const { fields, newer, error } = correction;
  const form = useShowWrong(newer, error);
  const field = (name: keyof typeof fields) => ({
    label: sayOnPage(`person.${name}`),
    value: fields[name],
    error: fieldError(error, name),
    onChange: correction.set(name),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    correction.send();
  };
  const beside = isBesideFields(error, MARKED) ? null : error;
  return (
    <form className="form" ref={form} onSubmit={submit} noValidate>
      <p className="dim">{sayOnPage('identity.lead')}</p>
      <TextField {...field('givenName')} data-autofocus />
      <TextField {...field('familyName')} />
      <TextField {...field('birthDate')} type="date" />
      <SelectField {...field('gender')}>
        <option value="">{sayOnPage('person.noGender')}</option>
        {GENDERS.map((gender) => (
          <option key={gender} value={gender}>
            {sayOnPage('person.genderIs', { gender })}
          </option>
        ))}
      </SelectField>
      <FormEnd
        label={sayOnPage('common.save')}
        busy={correction.busy}
        error={newer ? new Error(sayOnPage('correction.meanwhile', { now: `${identityWords(newer)}.` })) : beside}
        onClose={onClose}
      />
    </form>
  );
}

const read = ({ givenName, familyName, birthDate, gender }: PatientDetail) => ({
  givenName,
  familyName,
  birthDate: birthDate ?? '',
  gender: gender ?? '',
});

const toBody = ({ gender, ...fields }: ReturnType<typeof read>) => ({ ...fields, gender: gender || null });
