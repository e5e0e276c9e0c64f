import type { PatientDetail } from '../../../api/types.js';
import { FormEnd, SelectField, TextField } from '../../../ui/index.js';
import { GENDERS, identityWords, sayOnPage } from '../../../words/index.js';
import { useCorrection } from './use-correction.js';

/** Who the patient is, as papers say it: for what was taken down wrongly or has changed. */
export function IdentityForm({ patient, onClose }: { patient: PatientDetail; onClose: () => void }) {
  const correction = useCorrection({
    patient,
    part: 'identity',
    read,
    toBody,
    say: identityWords,
    needed: ['givenName', 'familyName', 'birthDate'],
    onDone: onClose,
  });
  const { field } = correction;
  return (
    <form {...correction.form}>
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
      <FormEnd {...correction.end} />
    </form>
  );
}

const read = ({ givenName, familyName, birthDate, gender }: PatientDetail) => ({
  givenName,
  familyName,
  birthDate: birthDate ?? '',
  gender: gender ?? '',
});

const toBody = ({ gender, givenName, familyName, birthDate }: ReturnType<typeof read>) => ({
  givenName: givenName.trim(),
  familyName: familyName.trim(),
  birthDate,
  gender: gender || null,
});
