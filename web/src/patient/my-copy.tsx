import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { IconDownload } from '@tabler/icons-react';
import { newId, request } from '../api/client.js';
import { exportsQuery } from '../api/queries.js';
import type { ExportView } from '../api/types.js';
import { useClinicZone } from '../app/session.js';
import { Button, Failed, Loading, Message } from '../ui/index.js';
import { dayAndClock, number, sayOnPage } from '../words/index.js';

/** Everything in one file: asked for, made behind, fetched when it is ready. */
export function MyCopy({ patientId }: { patientId: string }) {
  const queries = useQueryClient();
  const copies = useQuery(exportsQuery(patientId));
  const ask = useMutation({
    mutationFn: () =>
      request<ExportView>(`/api/v1/patients/${patientId}/exports`, { method: 'POST', body: { id: newId() } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['exports', patientId] }),
  });
  const newest = copies.data?.items[0];
  const isMaking = newest?.state === 'queued' || newest?.state === 'running';
  return (
    <section className="sec first mydata" aria-labelledby="copy-title">
      <h2 id="copy-title">{sayOnPage('copy.title')}</h2>
      <p className="dim">{sayOnPage('copy.lead')}</p>
      {copies.error && !copies.data && (
        <Failed part={sayOnPage('copy.part')} error={copies.error} retry={() => void copies.refetch()} />
      )}
      {copies.isPending && <Loading rows={1} height={52} />}
      {isMaking && <Making copy={newest} />}
      {newest?.state === 'done' && newest.file && <Ready copy={newest} />}
      {newest?.state === 'failed' && <Message>{sayOnPage('copy.failed')}</Message>}
      {ask.error && <Message>{ask.error.message}</Message>}
      {copies.data && (
        <Button kind={newest?.file ? 'plain' : 'primary'} busy={ask.isPending || isMaking} onClick={() => ask.mutate()}>
          {sayOnPage(newest?.file ? 'copy.again' : 'copy.ask')}
        </Button>
      )}
    </section>
  );
}

function Making({ copy: { progress } }: { copy: ExportView }) {
  return (
    <div role="status">
      <progress aria-label={sayOnPage('copy.label')} max={1} value={progress} />
      <p className="small">{sayOnPage('copy.making', { percent: number(progress * 100) })}</p>
    </div>
  );
}

function Ready({ copy: { bytes, doneAt, expiresAt, file } }: { copy: ExportView }) {
  const zone = useClinicZone();
  return (
    <>
      <p className="below" role="status">
        {sayOnPage('copy.ready', {
          size: sizeWords(bytes ?? 0),
          at: dayAndClock(doneAt ?? '', zone),
          until: dayAndClock(expiresAt ?? '', zone),
        })}
      </p>
      <a className="btn p" href={file ?? ''} download>
        <IconDownload className="i" aria-hidden="true" />
        {sayOnPage('copy.fetch')}
      </a>
      <p className="small dim below">{sayOnPage('copy.warn')}</p>
    </>
  );
}

const sizeWords = (bytes: number) =>
  bytes < 1_000_000 ? `${number(Math.max(1, bytes / 1000))} kB` : `${number(bytes / 1_000_000, 1)} MB`;
