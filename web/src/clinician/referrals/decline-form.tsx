import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { request } from '../../api/client.js';
import type { Referral } from '../../api/types.js';
import { FormEnd, TextArea } from '../../ui/index.js';
import { sayOnPage } from '../../words/index.js';

export function DeclineForm({ referral, onClose }: { referral: Referral; onClose: () => void }) {
  const queries = useQueryClient();
  const [reason, setReason] = useState('');
  const decline = useMutation({
    mutationFn: () =>
      request<void>(`/api/v1/referrals/${referral.id}/decline`, { method: 'POST', body: { reason: reason.trim() } }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['clinic', 'referrals'] });
      onClose();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (reason.trim()) decline.mutate();
  };
  return (
    <form className="form" onSubmit={submit}>
      <TextArea
        label={sayOnPage('referrals.reason')}
        value={reason}
        required
        data-autofocus
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <FormEnd
        label={sayOnPage('referrals.decline')}
        busy={decline.isPending}
        error={decline.error}
        onClose={onClose}
      />
    </form>
  );
}
