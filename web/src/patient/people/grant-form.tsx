import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { request } from '../../api/client.js';
import { isBesideFields } from '../../api/field-error.js';
import { followersQuery } from '../../api/queries.js';
import type { Follower, Followers } from '../../api/types.js';
import { useSession } from '../../app/session.js';
import { Button, Message } from '../../ui/index.js';
import { dayIn, sayOnPage } from '../../words/index.js';
import { endOf, type Grant, GrantFields } from './grant-fields.js';

/** Changes what one person sees, or ends it. */
export function GrantForm(props: { patientId: string; follower: Follower; onClose: () => void }) {
  const { patientId, follower, onClose } = props;
  const { clinic } = useSession();
  const queries = useQueryClient();
  const [grant, setGrant] = useState<Grant>({
    categories: follower.categories,
    until: follower.isActive && follower.until ? dayIn(follower.until, clinic.timeZone) : '',
  });
  const path = `/api/v1/patients/${patientId}/followers/${follower.personId}`;
  const done = (view: Followers) => {
    queries.setQueryData(followersQuery(patientId).queryKey, view);
    onClose();
  };
  const save = useMutation({
    mutationFn: () =>
      request<Followers>(path, {
        method: 'PUT',
        body: { categories: grant.categories, until: endOf(grant.until, clinic.timeZone) },
      }),
    onSuccess: done,
  });
  const end = useMutation({
    mutationFn: () => request<Followers>(`${path}/end`, { method: 'POST', body: {} }),
    onSuccess: done,
  });
  const error = save.error ?? end.error;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (grant.categories.length > 0) save.mutate();
  };
  return (
    <form className="form" onSubmit={submit}>
      <GrantFields grant={grant} error={error} onChange={setGrant} />
      {grant.categories.length === 0 && <p className="dim">{sayOnPage('people.nothing')}</p>}
      {error && !isBesideFields(error, ['until']) && <Message>{error.message}</Message>}
      <div className="row wrap">
        <Button kind="primary" type="submit" busy={save.isPending || grant.categories.length === 0}>
          {sayOnPage('common.save')}
        </Button>
        {follower.isActive && (
          <Button busy={end.isPending} onClick={() => end.mutate()}>
            {sayOnPage('followers.endNamed', { name: follower.name })}
          </Button>
        )}
      </div>
    </form>
  );
}
