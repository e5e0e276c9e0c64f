import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import { request } from '../../api/client.js';
import { isBesideFields } from '../../api/field-error.js';
import { followersQuery } from '../../api/queries.js';
import type { Followers } from '../../api/types.js';
import { FormEnd, useShowWrong, useUnsent } from '../../ui/index.js';
import { sayOnPage } from '../../words/index.js';
import { endOf, toGrant } from './grant.js';
import { GrantFields } from './grant-fields.js';
import { isConsentNeeded, useSharingFirst } from './sharing-first.js';
import { useGrant } from './use-grant.js';
import type { Asked } from './waiting-follower.js';

/** The patient's yes to somebody whom the clinic proposes: to all of it, or to what is left of it here. */
export function AllowForm(props: { patientId: string; asked: Asked; zone: string; onClose: () => void }) {
  const { patientId, asked, zone, onClose } = props;
  const queries = useQueryClient();
  const draft = useGrant(toGrant(asked, zone), zone);
  const { grant } = draft;
  const sharing = useSharingFirst(patientId, zone);
  const { queryKey } = followersQuery(patientId);
  const allow = useMutation({
    mutationFn: () =>
      request<Followers>(`/api/v1/patients/${patientId}/followers/${asked.path}/allow`, {
        method: 'POST',
        body: { categories: grant.categories, until: endOf(grant.until, zone) },
      }),
    onSuccess: async (view) => {
      // An answer from before the yes, still on its way, would take it off the page again.
      await queries.cancelQueries({ queryKey });
      queries.setQueryData(queryKey, view);
      onClose();
    },
    onError: sharing.refused,
  });
  useUnsent(draft.isChanged, allow.isPending);
  const send = () => allow.mutate();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    if (draft.ask(event)) sharing.begin(send);
  };
  const { error } = allow;
  const form = useShowWrong(draft.asked, error);
  return (
    <form className="form" ref={form} onSubmit={submit} noValidate>
      <p className="dim">{sayOnPage('people.allowLead')}</p>
      <GrantFields draft={draft} error={error} />
      {grant.categories.length === 0 && <p className="dim">{sayOnPage('people.nothing')}</p>}
      <FormEnd
        label={sayOnPage('people.allow')}
        busy={allow.isPending || grant.categories.length === 0}
        error={error && !isConsentNeeded(error) && !isBesideFields(error, ['until']) ? error : null}
        onClose={() => {
          // Somebody may have come, or been taken back, since this was shown.
          if (error) void queries.invalidateQueries({ queryKey });
          onClose();
        }}
      />
      {sharing.question(send)}
    </form>
  );
}
