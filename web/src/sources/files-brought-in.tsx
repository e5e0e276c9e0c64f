import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { request } from '../api/client.js';
import { uploadsQuery } from '../api/queries.js';
import type { Upload } from '../api/types.js';
import { AskFirst, Message } from '../ui/index.js';
import { phrase } from '../words/index.js';
import { type FileToShow, filesToShow } from './files-to-show.js';
import { Refusals } from './refusals.js';
import { useReadAnew } from './use-read-anew.js';
import './sources.css';

/** Files that can be taken out of the record again, and what became of those that were. */
export function FilesBroughtIn({
  patientId,
  zone,
  isMine = false,
}: {
  patientId: string;
  zone: string;
  isMine?: boolean;
}) {
  const uploads = useQuery(uploadsQuery(patientId)).data?.uploads;
  useReadAnew(
    patientId,
    uploads?.filter(({ state }) => state === 'taken-back').map(({ id }) => id),
  );
  const files = filesToShow(uploads ?? [], { now: Date.now(), zone, isMine });
  if (files.length === 0) return null;
  return (
    <ul className="small files">
      {files.map((file) => (
        <FileLine key={file.id} patientId={patientId} file={file} />
      ))}
    </ul>
  );
}

function FileLine({ patientId, file }: { patientId: string; file: FileToShow }) {
  const queries = useQueryClient();
  const takeBack = useMutation({
    mutationFn: () => request<Upload>(`/ingest/v1/uploads/${file.id}/take-back`, { method: 'POST' }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['uploads', patientId] }),
  });
  const at = file.takeBackOf;
  return (
    // Where the focus goes on once the file, and with it its button, is taken back.
    <li tabIndex={-1}>
      {file.warning && <Message>{file.warning}</Message>}
      <p role={at === null && file.refusals === null ? 'status' : undefined}>{file.words}</p>
      {file.refusals && <Refusals {...file.refusals} />}
      {at !== null && (
        <AskFirst
          small
          label={phrase('file.takeBack')}
          named={phrase('file.takeBackNamed', { at })}
          title={phrase('file.takeBackTitle', { at })}
          no={phrase('file.keep')}
          act={takeBack}
        >
          {phrase('file.takeBackWhy')}
        </AskFirst>
      )}
    </li>
  );
}
