import { useMutation, useQueryClient } from '@tanstack/react-query';
import { request } from '../api/client.js';
import type { CorrectionView } from '../api/types.js';
import { Button, Message } from '../ui/index.js';
import { sayOnPage } from '../words/index.js';

/** Puts away that the team answered these, on every device of the patient. */
export function ReadAnswers({ patientId, answers }: { patientId: string; answers: readonly CorrectionView[] }) {
  const queries = useQueryClient();
  const read = useMutation({
    mutationFn: () =>
      Promise.all(
        answers.map(({ id }) =>
          request(`/api/v1/patients/${patientId}/corrections/${id}/read`, { method: 'POST', body: {} }),
        ),
      ),
    onSettled: () => queries.invalidateQueries({ queryKey: ['corrections', patientId] }),
  });
  return (
    <>
      {read.error && <Message>{read.error.message}</Message>}
      <Button small busy={read.isPending} onClick={() => read.mutate()}>
        {sayOnPage('fix.read')}
      </Button>
    </>
  );
}
