import { useMutation, useQueryClient } from '@tanstack/react-query';
import { request } from '../../api/client.js';
import { followersQuery } from '../../api/queries.js';
import type { Follower, Followers } from '../../api/types.js';
import { AskFirst, Button } from '../../ui/index.js';
import { dayOfYear, sayOnPage } from '../../words/index.js';

/** Somebody whom the clinic has invited, come or not, and about whom the patient has not said yes or no. */
export interface Asked extends Pick<Follower, 'name' | 'email' | 'relationship' | 'categories' | 'until'> {
  /** The person's, or of whoever has not come the invitation's. */
  readonly id: string;
  /** Below the patient's followers. */
  readonly path: string;
}

export const toAsked = ({ items, invited }: Followers): Asked[] => [
  ...items.filter(({ waits }) => waits).map((one) => ({ ...one, id: one.personId, path: one.personId })),
  ...invited
    .filter(({ waits }) => waits)
    .map((one) => ({
      ...one,
      id: one.invitationId,
      path: `invited/${one.invitationId}`,
    })),
];

/** Asks the patient about one of them: yes, perhaps to less, or no. */
export function WaitingFollower(props: {
  patientId: string;
  asked: Asked;
  what: string;
  zone: string;
  onAllow: () => void;
  onRefused: (view: Followers) => void;
}) {
  const { patientId, asked, what, zone, onAllow, onRefused } = props;
  const { name, email, relationship, until } = asked;
  const queries = useQueryClient();
  const { queryKey } = followersQuery(patientId);
  const refuse = useMutation({
    mutationFn: () =>
      request<Followers>(`/api/v1/patients/${patientId}/followers/${asked.path}/end`, { method: 'POST', body: {} }),
    onSuccess: (view) => {
      queries.setQueryData(queryKey, view);
      onRefused(view);
    },
    onError: () => queries.invalidateQueries({ queryKey }),
  });
  return (
    <li className="blk">
      <b>{name}</b>
      {relationship && <span className="dim">, {relationship}</span>}
      <div className="small dim wraps">{email}</div>
      <p className="would">{sayOnPage('people.would', { what, until: until ? dayOfYear(until, zone) : 'none' })}</p>
      <div className="row wrap">
        <Button kind="primary" aria-label={sayOnPage('people.allowNamed', { name })} onClick={onAllow}>
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
    </li>
  );
}
