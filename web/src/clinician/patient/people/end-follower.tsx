import { useMutation, useQueryClient } from '@tanstack/react-query';
import { request } from '../../../api/client.js';
import { followersQuery } from '../../../api/queries.js';
import type { Follower, Followers } from '../../../api/types.js';
import { AskFirst } from '../../../ui/index.js';
import { sayOnPage } from '../../../words/index.js';

/** The team ends what somebody sees, or that they wait for the patient's yes. */
export function EndFollower(props: { patientId: string; follower: Follower; onEnded: (view: Followers) => void }) {
  const { patientId, follower, onEnded } = props;
  const { personId, name, waits } = follower;
  const queries = useQueryClient();
  const end = useMutation({
    mutationFn: () =>
      request<Followers>(`/api/v1/patients/${patientId}/followers/${personId}/end`, { method: 'POST', body: {} }),
    onSuccess: (view) => {
      queries.setQueryData(followersQuery(patientId).queryKey, view);
      onEnded(view);
    },
  });
  return (
    <AskFirst
      small
      kind="quiet"
      label={sayOnPage('followers.end')}
      named={sayOnPage('followers.endNamed', { name })}
      title={sayOnPage('followers.endTitle', { name })}
      no={sayOnPage('followers.keep')}
      act={end}
    >
      {sayOnPage('followers.endWhy', { name, voice: waits ? 'waits' : 'clinic' })}
    </AskFirst>
  );
}
