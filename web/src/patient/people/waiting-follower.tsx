import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { request } from '../../api/client.js';
import { followersQuery } from '../../api/queries.js';
import type { Follower, Followers } from '../../api/types.js';
import { AskFirst, Button, Dialog } from '../../ui/index.js';
import { dayOfYear, sayOnPage } from '../../words/index.js';
import { AllowForm } from './allow-form.js';

/** Somebody whom the clinic has invited, come or not, and about whom the patient has not said yes or no. */
export interface Asked extends Pick<Follower, 'name' | 'email' | 'relationship' | 'categories' | 'until'> {
  /** Below the patient's followers. */
  readonly path: string;
}

export const toAsked = ({ items, invited }: Followers): Asked[] => [
  ...items.filter(({ waits }) => waits).map((one) => ({ ...one, path: one.personId })),
  ...invited.filter(({ waits }) => waits).map((one) => ({ ...one, path: `invited/${one.invitationId}` })),
];

/** Asks the patient about one of them: yes, perhaps to less, or no. */
export function WaitingFollower(props: { patientId: string; asked: Asked; what: string; zone: string }) {
  const { patientId, asked, what, zone } = props;
  const { name, email, relationship, until } = asked;
  const queries = useQueryClient();
  const [allowing, setAllowing] = useState(false);
  const { queryKey } = followersQuery(patientId);
  const refuse = useMutation({
    mutationFn: () =>
      request<Followers>(`/api/v1/patients/${patientId}/followers/${asked.path}/end`, { method: 'POST', body: {} }),
    onSuccess: (view) => queries.setQueryData(queryKey, view),
    onError: () => queries.invalidateQueries({ queryKey }),
  });
  return (
    <li className="blk">
      <b>{name}</b>
      {relationship && <span className="dim">, {relationship}</span>}
      <div className="small dim wraps">{email}</div>
      <p className="would">{sayOnPage('people.would', { what, until: until ? dayOfYear(until, zone) : 'none' })}</p>
      <div className="row wrap">
        <Button kind="primary" aria-label={sayOnPage('people.allowNamed', { name })} onClick={() => setAllowing(true)}>
          {sayOnPage('people.allow')}
        </Button>
        <AskFirst
          label={sayOnPage('people.refuse')}
          named={sayOnPage('people.refuseNamed', { name })}
          title={sayOnPage('people.refuseTitle', { name })}
          no={sayOnPage('followers.keep')}
          act={refuse}
        >
          {sayOnPage('people.refuseWhy', { name })}
        </AskFirst>
      </div>
      <Dialog title={sayOnPage('people.allowNamed', { name })} opened={allowing} onClose={() => setAllowing(false)}>
        {allowing && <AllowForm patientId={patientId} asked={asked} zone={zone} onClose={() => setAllowing(false)} />}
      </Dialog>
    </li>
  );
}
