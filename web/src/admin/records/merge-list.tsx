import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { request } from '../../api/client.js';
import { mergesQuery } from '../../api/queries.js';
import type { Merges } from '../../api/types.js';
import { useClinicZone, useSession } from '../../app/session.js';
import { Button, Failed, Loading, Message } from '../../ui/index.js';
import { civilDate, dayAndClock, sayOnPage } from '../../words/index.js';
import { MergeSide } from './merge-side.js';

type Merge = Merges['items'][number];

/** Proposals and what became of them. A merge that was wrong is taken apart again. */
export function MergeList() {
  const { role } = useSession();
  const zone = useClinicZone();
  const queries = useQueryClient();
  const merges = useQuery(mergesQuery);
  const decide = useMutation({
    mutationFn: ({ id, what }: { id: string; what: 'execute' | 'refuse' | 'undo' }) =>
      request<Merges>(`/api/v1/merges/${id}/${what}`, { method: 'POST', body: {} }),
    onSuccess: async (view) => {
      queries.setQueryData(mergesQuery.queryKey, view);
      await queries.invalidateQueries({ queryKey: ['patient'] });
    },
  });
  const verb = (merge: Merge, what: 'execute' | 'refuse' | 'undo') => (
    <Button
      small
      kind={what === 'execute' ? 'primary' : 'quiet'}
      busy={decide.isPending}
      onClick={() => decide.mutate({ id: merge.id, what })}
    >
      {sayOnPage(`merges.${what}`)}
      <span className="sr">: {merge.survivor.name}</span>
    </Button>
  );
  return (
    <section aria-labelledby="merges-title">
      <h2 id="merges-title">{sayOnPage('merges.title')}</h2>
      {merges.error && !merges.data && (
        <Failed part={sayOnPage('records.part')} error={merges.error} retry={() => void merges.refetch()} />
      )}
      {merges.isPending && <Loading rows={2} />}
      {merges.data?.items.length === 0 && <p className="dim">{sayOnPage('merges.none')}</p>}
      {decide.error && <Message>{decide.error.message}</Message>}
      <ul className="lines">
        {merges.data?.items.map((merge) => (
          <li key={merge.id} className="row">
            <span className="grow">
              <b>{sayOnPage('merges.row', { survivor: named(merge.survivor), duplicate: named(merge.duplicate) })}</b>
              <br />
              <span className="small dim">
                {merge.reason} · {stateWords(merge, zone)}
              </span>
            </span>
            {merge.survivor.holds && merge.duplicate.holds && (
              <div className="merge-sides">
                <MergeSide stays side={merge.survivor} holds={merge.survivor.holds} />
                <MergeSide side={merge.duplicate} holds={merge.duplicate.holds} />
              </div>
            )}
            {merge.state === 'proposed' && merge.mayDecide && verb(merge, 'execute')}
            {merge.state === 'proposed' && merge.mayDecide && verb(merge, 'refuse')}
            {merge.state === 'proposed' && !merge.mayDecide && (
              <span className="small dim">{sayOnPage('merges.wait')}</span>
            )}
            {merge.state === 'done' && role === 'admin' && verb(merge, 'undo')}
          </li>
        ))}
      </ul>
    </section>
  );
}

const named = ({ name, birthDate }: Merge['survivor']) =>
  birthDate ? sayOnPage('merges.born', { name, birthDate: civilDate(birthDate) }) : name;

const stateWords = (merge: Merge, zone: string) =>
  sayOnPage('merges.state', {
    state: merge.state,
    by: merge.proposedBy,
    at: dayAndClock(merge.proposedAt, zone),
    decidedBy: merge.decidedBy ?? '',
    decidedAt: merge.decidedAt ? dayAndClock(merge.decidedAt, zone) : '',
  });
