import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import { request } from '../../api/client.js';
import { isBesideFields } from '../../api/field-error.js';
import { followersQuery } from '../../api/queries.js';
import type { Follower, Followers } from '../../api/types.js';
import { useClinicZone } from '../../app/session.js';
import { AskFirst, Button, Message, useShowWrong, useUnsent } from '../../ui/index.js';
import { sayOnPage } from '../../words/index.js';
import { endOf, toGrant } from './grant.js';
import { GrantFields } from './grant-fields.js';
import { useGrant } from './use-grant.js';

/** Changes what one person sees, or ends it. */
export function GrantForm(props: {
  patientId: string;
  follower: Follower;
  onEnded: (view: Followers) => void;
  onClose: () => void;
}) {
  const { patientId, follower, onEnded, onClose } = props;
  const zone = useClinicZone();
  const queries = useQueryClient();
  const { name, categories, isActive } = follower;
  const draft = useGrant(toGrant({ categories, until: isActive ? follower.until : null }, zone), zone);
  const { grant } = draft;
  const path = `/api/v1/patients/${patientId}/followers/${follower.personId}`;
  const done = (view: Followers) => {
    queries.setQueryData(followersQuery(patientId).queryKey, view);
    onClose();
  };
  const save = useMutation({
    mutationFn: () =>
      request<Followers>(path, {
        method: 'PUT',
        body: { categories: grant.categories, until: endOf(grant.until, zone) },
      }),
    onSuccess: done,
  });
  const end = useMutation({
    mutationFn: () => request<Followers>(`${path}/end`, { method: 'POST', body: {} }),
    onSuccess: (view) => {
      done(view);
      onEnded(view);
    },
  });
  useUnsent(draft.isChanged, save.isPending || end.isPending);
  const { error } = save;
  const form = useShowWrong(draft.asked, error);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    if (draft.ask(event)) save.mutate();
  };
  return (
    <form className="form" ref={form} onSubmit={submit} noValidate>
      <GrantFields draft={draft} error={error} />
      {grant.categories.length === 0 && <p className="dim">{sayOnPage('people.nothing')}</p>}
      {error && !isBesideFields(error, ['until']) && <Message>{error.message}</Message>}
      <div className="row wrap">
        <Button kind="primary" type="submit" busy={save.isPending || grant.categories.length === 0}>
          {sayOnPage('common.save')}
        </Button>
        {isActive && (
          <AskFirst
            label={sayOnPage('followers.endNamed', { name })}
            title={sayOnPage('followers.endTitle', { name })}
            no={sayOnPage('followers.keep')}
            act={end}
          >
            {sayOnPage('followers.endWhy', { name, voice: 'patient' })}
          </AskFirst>
        )}
      </div>
    </form>
  );
}
