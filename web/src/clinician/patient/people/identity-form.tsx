import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { request } from '../../../api/client.js';
import { fieldError, isBesideFields } from '../../../api/field-error.js';
import type { IdentityChange, PatientDetail } from '../../../api/types.js';
import { FormEnd, SelectField, TextField } from '../../../ui/index.js';
import { GENDERS, sayOnPage } from '../../../words/index.js';

const MARKED = ['givenName', 'familyName', 'birthDate', 'gender'];

/** Who the patient is, as papers say it: for what was taken down wrongly or has changed. */
export function IdentityForm({ patient, onClose }: { patient: PatientDetail; onClose: () => void }) {
  const queries = useQueryClient();
  const [fields, setFields] = useState({
    givenName: patient.givenName,
    familyName: patient.familyName,
    birthDate: patient.birthDate ?? '',
    gender: patient.gender ?? '',
  });
  const save = useMutation({
    mutationFn: () => {
      const gender = (fields.gender || null) as IdentityChange['gender'];
      const body: IdentityChange = { ...fields, gender };
      return request<void>(`/api/v1/patients/${patient.id}/identity`, { method: 'PUT', body });
    },
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['patient'] });
      onClose();
    },
  });
  const field = (name: keyof typeof fields) => ({
    label: sayOnPage(`person.${name}`),
    value: fields[name],
    error: fieldError(save.error, name),
    onChange: (event: { currentTarget: { value: string } }) => {
      const { value } = event.currentTarget;
      setFields((was) => ({ ...was, [name]: value }));
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <form className="form" onSubmit={submit} noValidate>
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
        busy={save.isPending}
        error={isBesideFields(save.error, MARKED) ? null : save.error}
        onClose={onClose}
      />
    </form>
  );
}
