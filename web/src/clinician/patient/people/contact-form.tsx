import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { request } from '../../../api/client.js';
import type { PatientDetail } from '../../../api/types.js';
import { FormEnd, SelectField, TextField } from '../../../ui/index.js';
import { LANGUAGES, languageName, sayOnPage } from '../../../words/index.js';

type Reach = Pick<PatientDetail, 'id' | 'email' | 'phone' | 'language'>;

/** How somebody is reached and spoken to; patients fill it in themselves too. */
export function ContactForm({ patient, onClose }: { patient: Reach; onClose: () => void }) {
  const queries = useQueryClient();
  const [fields, setFields] = useState({
    email: patient.email ?? '',
    phone: patient.phone ?? '',
    language: patient.language ?? '',
  });
  const save = useMutation({
    mutationFn: () =>
      request<void>(`/api/v1/patients/${patient.id}/contact`, {
        method: 'PUT',
        body: {
          email: fields.email.trim() || null,
          phone: fields.phone.trim() || null,
          language: fields.language || null,
        },
      }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['patient'] });
      onClose();
    },
  });
  const set = (name: keyof typeof fields) => (event: { currentTarget: { value: string } }) => {
    const { value } = event.currentTarget;
    setFields((was) => ({ ...was, [name]: value }));
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  const isKnown = LANGUAGES.some(([code]) => code === fields.language);
  return (
    <form className="form" onSubmit={submit} noValidate>
      <TextField
        label={sayOnPage('person.phone')}
        type="tel"
        value={fields.phone}
        onChange={set('phone')}
        data-autofocus
      />
      <TextField label={sayOnPage('person.email')} type="email" value={fields.email} onChange={set('email')} />
      <SelectField label={sayOnPage('person.language')} value={fields.language} onChange={set('language')}>
        <option value="">{sayOnPage('person.noLanguage')}</option>
        {fields.language && !isKnown && <option value={fields.language}>{languageName(fields.language)}</option>}
        {LANGUAGES.map(([code, name]) => (
          <option key={code} value={code}>
            {name}
          </option>
        ))}
      </SelectField>
      <FormEnd label={sayOnPage('common.save')} busy={save.isPending} error={save.error} onClose={onClose} />
    </form>
  );
}
