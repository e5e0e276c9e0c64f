import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { request } from '../../api/client.js';
import { fieldError, isBesideFields } from '../../api/field-error.js';
import { clinicChannelsQuery, clinicHistoryQuery } from '../../api/queries.js';
import type { ClinicChannels } from '../../api/types.js';
import { Button, Message, TextField } from '../../ui/index.js';
import { sayOnPage } from '../../words/index.js';

const FIELDS = [
  { name: 'fallbackEmail', type: 'email' },
  { name: 'fallbackWebhookUrl', type: 'url' },
  { name: 'webhookUrl', type: 'url' },
  { name: 'emergencyNumber', type: 'tel' },
  { name: 'crisisLine', type: 'text' },
] as const;
const NAMES = FIELDS.map(({ name }) => name);

/** All of it saved as one; empty means there is none. */
export function ChannelsForm({ channels }: { channels: ClinicChannels }) {
  const queries = useQueryClient();
  const [fields, setFields] = useState(
    Object.fromEntries(FIELDS.map(({ name }) => [name, channels[name] ?? ''])) as Record<string, string>,
  );
  const save = useMutation({
    mutationFn: () => {
      const told = Object.entries(fields).map(([name, value]) => [name, value.trim() || null] as const);
      const body = { version: channels.version, ...Object.fromEntries(told) };
      return request<ClinicChannels>('/api/v1/clinic/channels', { method: 'PUT', body });
    },
    onSuccess: (view) => {
      queries.setQueryData(clinicChannelsQuery.queryKey, view);
      return queries.invalidateQueries({ queryKey: clinicHistoryQuery.queryKey });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <form className="form" onSubmit={submit} noValidate aria-label={sayOnPage('channels.title')}>
      <div className="cols">
        {FIELDS.map(({ name, type }) => (
          <TextField
            key={name}
            type={type}
            label={sayOnPage(`channels.${name}`)}
            hint={sayOnPage(`channels.${name}Hint`)}
            error={fieldError(save.error, name)}
            value={fields[name] ?? ''}
            onChange={(event) => setFields({ ...fields, [name]: event.currentTarget.value })}
          />
        ))}
      </div>
      {save.error && !isBesideFields(save.error, NAMES) && <Message>{save.error.message}</Message>}
      <div className="row">
        <Button type="submit" busy={save.isPending}>
          {sayOnPage('channels.save')}
        </Button>
      </div>
    </form>
  );
}
