import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ApiError, request } from '../../api/client.js';
import { alertQuery } from '../../api/queries.js';
import type { AlertDetail, AlertRow, Outcome } from '../../api/types.js';
import { useSession } from '../../app/session.js';

export type AlertAction = { kind: 'acknowledge' } | { kind: 'resolve'; outcome: Outcome; note: string };
interface Job {
  row: AlertRow;
  action: AlertAction;
}

/** What a refusal means to the person who pressed. A conflict is no fault: someone else took it first. */
export function refusalWords(error: unknown): string {
  if (!(error instanceof ApiError)) return 'That did not work. Nothing was changed.';
  if (error.code === 'ALERT_ALREADY_RESOLVED')
    return 'A colleague has resolved this meanwhile. You see it as it stands now.';
  if (error.status === 409)
    return 'A colleague was faster. You see it as it stands now; press again if it still applies.';
  if (error.offline) return 'No connection: nothing was changed. Try again when you are back online.';
  return error.detail;
}

/** Shows the change at once and takes it back when the server refuses. */
export function useAlertActions(show: (row: AlertRow) => void) {
  const queries = useQueryClient();
  const { person } = useSession();
  const optimistic = ({ row, action }: Job): AlertRow =>
    action.kind === 'acknowledge'
      ? { ...row, state: 'acknowledged', owner: { personId: person.id, name: person.name } }
      : { ...row, state: 'resolved' };
  return useMutation({
    mutationFn: ({ row, action }: Job) =>
      request<AlertDetail>(`/api/v1/alerts/${row.id}/${action.kind}`, {
        method: 'POST',
        body:
          action.kind === 'acknowledge'
            ? { version: row.version }
            : {
                version: row.version,
                outcome: action.outcome,
                ...(action.note.trim() && { note: action.note.trim() }),
              },
      }),
    onMutate: (job) => show(optimistic(job)),
    onSuccess: (detail) => {
      queries.setQueryData(alertQuery(detail.id).queryKey, detail);
      show(detail);
    },
    onError: (_, { row }) => show(row),
    onSettled: () => queries.invalidateQueries({ queryKey: ['alert'] }),
  });
}
