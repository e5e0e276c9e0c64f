import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState, type FormEvent } from 'react';
import { newId, request } from '../../../api/client.js';
import { fieldError, isBesideFields } from '../../../api/field-error.js';
import type { TransferCode } from '../../../api/types.js';
import { useClinicZone } from '../../../app/session.js';
import { Button, FormEnd, takeLostFocus, TextField } from '../../../ui/index.js';
import { dayAndClock, dayIn, sayOnPage } from '../../../words/index.js';

/** Makes the code with which another clinic takes the patient over. */
export function TransferForm({ patientId, onClose }: { patientId: string; onClose: () => void }) {
  const zone = useClinicZone();
  const queries = useQueryClient();
  const id = useRef(newId());
  const [toName, setToName] = useState('');
  const [agreedOn, setAgreedOn] = useState(dayIn(Date.now(), zone));
  const offer = useMutation({
    mutationFn: () =>
      request<TransferCode>('/api/v1/transfers', {
        method: 'POST',
        body: { id: id.current, patientId, toName: toName.trim(), agreedOn },
      }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['clinic', 'transfers'] }),
  });
  if (offer.data)
    return (
      <div className="form linkbox">
        <p tabIndex={-1} ref={takeLostFocus}>
          {sayOnPage('transfers.code', { until: dayAndClock(offer.data.expiresAt, zone) })}
        </p>
        <code>{offer.data.code}</code>
        <div>
          <Button onClick={onClose}>{sayOnPage('common.close')}</Button>
        </div>
      </div>
    );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (toName.trim() && agreedOn) offer.mutate();
  };
  return (
    <form className="form" onSubmit={submit}>
      <p className="dim">{sayOnPage('transfers.offerLead')}</p>
      <TextField
        label={sayOnPage('transfers.to')}
        value={toName}
        error={fieldError(offer.error, 'toName')}
        required
        data-autofocus
        onChange={(event) => setToName(event.currentTarget.value)}
      />
      <TextField
        label={sayOnPage('transfers.agreedOn')}
        type="date"
        required
        value={agreedOn}
        error={fieldError(offer.error, 'agreedOn')}
        onChange={(event) => setAgreedOn(event.currentTarget.value)}
      />
      <FormEnd
        label={sayOnPage('transfers.make')}
        busy={offer.isPending}
        error={isBesideFields(offer.error, ['toName', 'agreedOn']) ? null : offer.error}
        onClose={onClose}
      />
    </form>
  );
}
