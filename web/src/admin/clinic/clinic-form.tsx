import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { request } from '../../api/client.js';
import { fieldError, isBesideFields } from '../../api/field-error.js';
import { clinicQuery } from '../../api/queries.js';
import type { ClinicView } from '../../api/types.js';
import { Button, Message, SelectField, TextArea, TextField, useShowWrong, ZoneField } from '../../ui/index.js';
import { LANGUAGES, sayOnPage } from '../../words/index.js';
import { HolidaysField } from './holidays-field.js';
import { readHoursText } from './hours-text.js';
import { fromDraft, SitesField, toDraft } from './sites-field.js';

/** All settings of the clinic, saved as one: two admins do not overwrite each other. */
export function ClinicForm({ clinic }: { clinic: ClinicView }) {
  const queries = useQueryClient();
  const [fields, setFields] = useState({
    name: clinic.name,
    timeZone: clinic.timeZone,
    phone: clinic.phone ?? '',
    language: clinic.language,
    afterHours: clinic.afterHours ?? '',
    secondFactor: clinic.secondFactor as string,
  });
  const [sites, setSites] = useState(clinic.sites.map(toDraft));
  const [holidays, setHolidays] = useState(clinic.holidays);
  const [asked, setAsked] = useState<object | null>(null);
  const save = useMutation({
    mutationFn: () =>
      request<ClinicView>('/api/v1/clinic', {
        method: 'PUT',
        body: {
          version: clinic.version,
          ...fields,
          phone: fields.phone.trim() || null,
          afterHours: fields.afterHours.trim() || null,
          sites: sites.map(fromDraft),
          holidays,
        },
      }),
    onSuccess: async (view) => {
      queries.setQueryData(clinicQuery.queryKey, view);
      await Promise.all([
        queries.invalidateQueries({ queryKey: ['clinic', 'history'] }),
        queries.invalidateQueries({ queryKey: ['session'] }),
      ]);
    },
  });
  const readable =
    fields.name.trim() !== '' &&
    sites.every((site) => site.name.trim() && site.hours.every((text) => readHoursText(text) !== null));
  const set = (name: keyof typeof fields) => (event: { currentTarget: { value: string } }) => {
    const { value } = event.currentTarget;
    setFields((was) => ({ ...was, [name]: value }));
  };
  const form = useShowWrong(asked, save.error);
  const unnamed = asked && !fields.name.trim() ? sayOnPage('clinic.needsName') : null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setAsked({});
    if (readable) save.mutate();
  };
  return (
    <form className="form" ref={form} onSubmit={submit} noValidate>
      <div className="cols">
        <TextField
          label={sayOnPage('clinic.name')}
          value={fields.name}
          onChange={set('name')}
          error={unnamed ?? fieldError(save.error, 'name')}
        />
        <TextField
          label={sayOnPage('clinic.phone')}
          type="tel"
          value={fields.phone}
          onChange={set('phone')}
          error={fieldError(save.error, 'phone')}
        />
        <ZoneField
          label={sayOnPage('clinic.zone')}
          zone={fields.timeZone}
          onChange={(timeZone) => setFields((was) => ({ ...was, timeZone }))}
        />
        <SelectField label={sayOnPage('clinic.language')} value={fields.language} onChange={set('language')}>
          {LANGUAGES.map(([code, name]) => (
            <option key={code} value={code}>
              {name}
            </option>
          ))}
        </SelectField>
        <SelectField
          label={sayOnPage('clinic.secondFactor')}
          value={fields.secondFactor}
          onChange={set('secondFactor')}
        >
          <option value="optional">{sayOnPage('clinic.secondFactorOptional')}</option>
          <option value="required">{sayOnPage('clinic.secondFactorRequired')}</option>
        </SelectField>
      </div>
      <TextArea label={sayOnPage('clinic.afterHours')} value={fields.afterHours} onChange={set('afterHours')} />
      <SitesField sites={sites} onChange={setSites} asked={asked !== null} />
      <HolidaysField holidays={holidays} onChange={setHolidays} />
      {save.error && !isBesideFields(save.error, ['name', 'phone']) && <Message>{save.error.message}</Message>}
      <div className="row">
        <Button kind="primary" type="submit" busy={save.isPending}>
          {sayOnPage('common.save')}
        </Button>
      </div>
    </form>
  );
}
