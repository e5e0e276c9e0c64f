import { useMutation, useQuery } from '@tanstack/react-query';
import { useRef, useState, type FormEvent } from 'react';
import { newId, request } from '../../../api/client.js';
import { fieldError, isBesideFields } from '../../../api/field-error.js';
import { LONGEST_SEARCH, patientsQuery } from '../../../api/queries.js';
import type { Merges, PatientDetail } from '../../../api/types.js';
import { Button, FormEnd, Message, SelectField, TextArea, TextField } from '../../../ui/index.js';
import { civilDate, sayOnPage } from '../../../words/index.js';

/** Says that another record is this person's too. Nothing moves before an administrator has agreed. */
export function MergeForm({ patient, onClose }: { patient: PatientDetail; onClose: () => void }) {
  const id = useRef(newId());
  const [search, setSearch] = useState(patient.name.split(' ').at(-1) ?? '');
  const [chosen, setChosen] = useState('');
  const [reason, setReason] = useState('');
  const found = useQuery({ ...patientsQuery(search.trim()), enabled: search.trim() !== '' });
  const others = (found.data?.items ?? []).filter((one) => one.id !== patient.id);
  const duplicateId = others.some((one) => one.id === chosen) ? chosen : (others[0]?.id ?? '');
  const propose = useMutation({
    mutationFn: () =>
      request<Merges>('/api/v1/merges', {
        method: 'POST',
        body: { id: id.current, survivorId: patient.id, duplicateId, reason: reason.trim() },
      }),
  });
  if (propose.data)
    return (
      <div className="form">
        <Message ok>{sayOnPage('merges.sent')}</Message>
        <div>
          <Button onClick={onClose}>{sayOnPage('common.close')}</Button>
        </div>
      </div>
    );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (duplicateId && reason.trim().length >= 5) propose.mutate();
  };
  return (
    <form className="form" onSubmit={submit}>
      <p className="dim">{sayOnPage('merges.proposeLead')}</p>
      <TextField
        label={sayOnPage('merges.search')}
        type="search"
        maxLength={LONGEST_SEARCH}
        value={search}
        onChange={(event) => setSearch(event.currentTarget.value)}
        data-autofocus
      />
      <SelectField
        label={sayOnPage('merges.other')}
        value={duplicateId}
        onChange={(event) => setChosen(event.currentTarget.value)}
      >
        {others.map((one) => (
          <option key={one.id} value={one.id}>
            {one.birthDate
              ? sayOnPage('merges.born', { name: one.name, birthDate: civilDate(one.birthDate) })
              : one.name}
          </option>
        ))}
      </SelectField>
      <TextArea
        label={sayOnPage('merges.reason')}
        value={reason}
        required
        minLength={5}
        maxLength={500}
        error={fieldError(propose.error, 'reason')}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <FormEnd
        label={sayOnPage('merges.send')}
        busy={propose.isPending || !duplicateId}
        error={isBesideFields(propose.error, ['reason']) ? null : propose.error}
        onClose={onClose}
      />
    </form>
  );
}
