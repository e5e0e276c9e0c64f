import { useMutation, useQueryClient } from '@tanstack/react-query';
import { request } from '../../api/client.js';
import { followersQuery } from '../../api/queries.js';
import type { Followers } from '../../api/types.js';
import { TakeBackButton } from '../../clinician/take-back-button.js';

/** Ends an invitation that nobody has accepted: an address may have been mistyped. */
export function TakeBack(props: {
  patientId: string;
  invitation: Followers['invited'][number];
  onDone: (view: Followers) => void;
  small?: boolean;
}) {
  const { patientId, invitation, onDone, small = false } = props;
  const queries = useQueryClient();
  const end = useMutation({
    mutationFn: () =>
      request<Followers>(`/api/v1/patients/${patientId}/followers/invited/${invitation.invitationId}/end`, {
        method: 'POST',
        body: {},
      }),
    onSuccess: (view) => {
      queries.setQueryData(followersQuery(patientId).queryKey, view);
      onDone(view);
    },
  });
  return <TakeBackButton invitation={invitation} act={end} small={small} kind={small ? 'quiet' : 'plain'} />;
}
