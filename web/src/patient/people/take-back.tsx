import { useMutation, useQueryClient } from '@tanstack/react-query';
import { request } from '../../api/client.js';
import { followersQuery } from '../../api/queries.js';
import type { Followers } from '../../api/types.js';
import { Button, Message } from '../../ui/index.js';
import { sayOnPage } from '../../words/index.js';

/** Ends an invitation that nobody has accepted: an address may have been mistyped. */
export function TakeBack(props: { patientId: string; invitation: Followers['invited'][number]; small?: boolean }) {
  const { patientId, invitation, small = false } = props;
  const queries = useQueryClient();
  const end = useMutation({
    mutationFn: () =>
      request<Followers>(`/api/v1/patients/${patientId}/followers/invited/${invitation.invitationId}/end`, {
        method: 'POST',
        body: {},
      }),
    onSuccess: (view) => queries.setQueryData(followersQuery(patientId).queryKey, view),
  });
  return (
    <>
      <Button
        small={small}
        {...(small ? { kind: 'quiet' as const } : {})}
        busy={end.isPending}
        aria-label={sayOnPage('people.takeBackNamed', { name: invitation.name })}
        onClick={() => end.mutate()}
      >
        {sayOnPage('people.takeBack')}
      </Button>
      {end.error && <Message>{end.error.message}</Message>}
    </>
  );
}
