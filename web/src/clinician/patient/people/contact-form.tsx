import type { FormEvent } from 'react';
import { fieldError, isBesideFields } from '../../../api/field-error.js';
import type { PatientDetail } from '../../../api/types.js';
import { FormEnd, SelectField, TextField, useShowWrong } from '../../../ui/index.js';
import { contactWords, LANGUAGES, languageName, sayOnPage } from '../../../words/index.js';
import { useCorrection } from './use-correction.js';

const MARKED = ['phone', 'email', 'language'];

/** How somebody is reached and spoken to; patients fill it in themselves too. */
export function ContactForm({ patient, onClose }: { patient: PatientDetail; onClose: () => void }) {
  const correction = useCorrection({ patient, part: 'contact', read, toBody, onDone: onClose });
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
  const isKnown = LANGUAGES.some(([code]) => code === fields.language);
  const beside = isBesideFields(error, MARKED) ? null : error;
  return (
    <form className="form" ref={form} onSubmit={submit} noValidate>
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
      <FormEnd
        label={sayOnPage('common.save')}
        busy={correction.busy}
        error={newer ? new Error(sayOnPage('correction.meanwhile', { now: `${contactWords(newer)}.` })) : beside}
        onClose={onClose}
      />
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
