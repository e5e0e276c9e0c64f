import type { PatientDetail } from '../../../api/types.js';
import { useSession } from '../../../app/session.js';
import { FormEnd, SelectField, TextField } from '../../../ui/index.js';
import { contactWords, LANGUAGES, languageName, sayOnPage } from '../../../words/index.js';
import { losesContact } from './loses-contact.js';
import { useCorrection } from './use-correction.js';

/** How somebody is reached and spoken to; patients fill it in themselves too. */
export function ContactForm({ patient, onClose }: { patient: PatientDetail; onClose: () => void }) {
  const voice = useSession().role === 'patient' ? 'patient' : 'staff';
  const correction = useCorrection({
    patient,
    part: 'contact',
    read,
    toBody,
    say: contactWords,
    doubt: (typed, opened) =>
      losesContact(opened, toBody(typed)) ? sayOnPage('contact.unreachable', { voice }) : null,
    onDone: onClose,
  });
  const { fields, field } = correction;
  const isKnown = LANGUAGES.some(([code]) => code === fields.language);
  return (
    <form {...correction.form}>
      <TextField {...field('phone')} type="tel" data-autofocus />
      <TextField {...field('email')} type="email" />
      <SelectField {...field('language')}>
        <option value="">{sayOnPage('person.noLanguage')}</option>
        {fields.language && !isKnown && <option value={fields.language}>{languageName(fields.language)}</option>}
        {LANGUAGES.map(([code, name]) => (
          <option key={code} value={code}>
            {name}
          </option>
        ))}
      </SelectField>
      <FormEnd {...correction.end} />
    </form>
  );
}

const read = ({ phone, email, language }: PatientDetail) => ({
  phone: phone ?? '',
  email: email ?? '',
  language: language ?? '',
});

const toBody = ({ phone, email, language }: ReturnType<typeof read>) => ({
  phone: phone.trim() || null,
  email: email.trim() || null,
  language: language || null,
});
