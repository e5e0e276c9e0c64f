import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState, type FormEvent } from 'react';
import { newId, request } from '../../api/client.js';
import { fieldError, isBesideFields } from '../../api/field-error.js';
import type { NewReferral } from '../../api/types.js';
import { Checkbox, FormEnd, SelectField, TextArea, TextField, useShowWrong } from '../../ui/index.js';
import { LANGUAGES, personProblems, sayOnPage } from '../../words/index.js';

const EMPTY = {
  givenName: '',
  familyName: '',
  birthDate: '',
  email: '',
  phone: '',
  language: '',
  question: '',
  fromName: '',
  fromOrganisation: '',
};
const MARKED = Object.keys(EMPTY);
const PERSON_NEEDS = ['givenName', 'familyName', 'birthDate'] as const;

/** A letter or call that says: please look after this person. */
export function ReferralForm({ onClose }: { onClose: () => void }) {
  const queries = useQueryClient();
  const id = useRef(newId());
  const [fields, setFields] = useState(EMPTY);
  const [urgent, setUrgent] = useState(false);
  const [asked, setAsked] = useState<object | null>(null);
  const { question: asks, fromName, fromOrganisation: _, ...person } = fields;
  const mine: Partial<Record<keyof typeof EMPTY, string>> = {
    ...personProblems(person, PERSON_NEEDS),
    ...(asks.trim() ? {} : { question: sayOnPage('field.needed') }),
    ...(fromName.trim() ? {} : { fromName: sayOnPage('field.needed') }),
  };
  const save = useMutation({
    mutationFn: () => {
      const given = (name: keyof typeof EMPTY) => fields[name].trim() || null;
      const body: NewReferral = {
        id: id.current,
        givenName: fields.givenName.trim(),
        familyName: fields.familyName.trim(),
        birthDate: fields.birthDate,
        gender: null,
        email: given('email'),
        phone: given('phone'),
        language: given('language'),
        question: fields.question.trim(),
        urgent,
        fromName: fields.fromName.trim(),
        fromOrganisation: given('fromOrganisation'),
      };
      return request<void>('/api/v1/referrals', { method: 'POST', body });
    },
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['clinic', 'referrals'] });
      onClose();
    },
  });
  const field = (name: keyof typeof EMPTY, type = 'text') => ({
    label: sayOnPage(
      name === 'question' || name === 'fromName' || name === 'fromOrganisation'
        ? `referrals.${name}`
        : `person.${name}`,
    ),
    type,
    value: fields[name],
    error: (asked && mine[name]) || fieldError(save.error, name),
    onChange: (event: { currentTarget: { value: string } }) => {
      const { value } = event.currentTarget;
      setFields((was) => ({ ...was, [name]: value }));
    },
  });
  const { type: __, ...question } = field('question');
  const { type: ___, ...language } = field('language');
  const form = useShowWrong(asked, save.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setAsked({});
    if (Object.keys(mine).length === 0) save.mutate();
  };
  return (
    <form className="form" ref={form} onSubmit={submit} noValidate>
      <div className="cols">
        <TextField {...field('givenName')} data-autofocus />
        <TextField {...field('familyName')} />
        <TextField {...field('birthDate', 'date')} />
        <SelectField {...language}>
          <option value="">{sayOnPage('person.noLanguage')}</option>
          {LANGUAGES.map(([code, name]) => (
            <option key={code} value={code}>
              {name}
            </option>
          ))}
        </SelectField>
        <TextField {...field('email', 'email')} />
        <TextField {...field('phone', 'tel')} />
        <TextField {...field('fromName')} />
        <TextField {...field('fromOrganisation')} />
      </div>
      <TextArea {...question} maxLength={2000} />
      <Checkbox checked={urgent} onChange={(event) => setUrgent(event.currentTarget.checked)}>
        {sayOnPage('referrals.isUrgent')}
      </Checkbox>
      <FormEnd
        label={sayOnPage('common.save')}
        busy={save.isPending}
        error={isBesideFields(save.error, MARKED) ? null : save.error}
        onClose={onClose}
      />
    </form>
  );
}
