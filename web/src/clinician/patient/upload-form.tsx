import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { ApiError, request } from '../../api/client.js';
import type { Upload } from '../../api/types.js';
import { isUnderWay } from '../../api/upload-state.js';
import { ExportHelp } from '../../sources/export-help.js';
import { Refusals } from '../../sources/refusals.js';
import { Button, Failed, Message, takeLostFocus } from '../../ui/index.js';
import { number, phrase, uploadWhy } from '../../words/index.js';
import { uncheckedWords } from './unchecked-words.js';

const POLL_MS = 1_000;
const isOver = (upload: Upload | undefined) => upload !== undefined && !isUnderWay(upload);

/** An export as it comes: of Apple Health the zip or the export.xml in it, of Fitbit and Google Health the zip. */
export function UploadForm({ patientId }: { patientId: string }) {
  const queries = useQueryClient();
  const [file, setFile] = useState<File | null>(null);
  const [id, setId] = useState<string | null>(null);
  const [sending, setSending] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const upload = useQuery({
    queryKey: ['upload', id],
    enabled: id !== null,
    queryFn: ({ signal }) => request<Upload>(`/ingest/v1/uploads/${id}`, { signal }),
    refetchInterval: (query) => (isOver(query.state.data) ? false : POLL_MS),
    refetchIntervalInBackground: true,
  });
  const done = upload.data?.state === 'done';
  useEffect(() => {
    if (!done) return;
    void queries.invalidateQueries({ queryKey: ['patient'] });
    void queries.invalidateQueries({ queryKey: ['trend', patientId] });
  }, [done, patientId, queries]);

  const send = async () => {
    if (!file) return;
    setSending(true);
    setFailure(null);
    try {
      const body = new FormData();
      body.append('file', file, file.name);
      const query = new URLSearchParams({ patient: patientId });
      const answer = await request<{ id: string }>(`/ingest/v1/uploads?${query}`, { method: 'POST', body });
      setId(answer.id);
      // The page behind goes on telling of it when this is closed.
      void queries.invalidateQueries({ queryKey: ['uploads', patientId] });
    } catch (error) {
      setFailure(error);
    } finally {
      setSending(false);
    }
  };

  if (id) {
    return (
      <div className="form" tabIndex={-1} ref={takeLostFocus}>
        {upload.data ? <Progress upload={upload.data} /> : <p className="dim">Sent. Waiting for the first count.</p>}
        {upload.error && <Failed part="The progress" error={upload.error} />}
        {isOver(upload.data) && (
          <div>
            <Button
              onClick={() => {
                setId(null);
                setFile(null);
              }}
            >
              Upload another
            </Button>
          </div>
        )}
      </div>
    );
  }
  return (
    <div className="form">
      <ExportHelp />
      <p className="small dim">Loading the same file twice changes nothing.</p>
      {failure !== null && <Message>{refusal(failure)}</Message>}
      <div className="field">
        <label htmlFor="export-file">Export file</label>
        <input
          id="export-file"
          ref={takeLostFocus}
          className="in file"
          type="file"
          accept=".zip,.xml,application/zip,text/xml"
          onChange={(event) => setFile(event.currentTarget.files?.[0] ?? null)}
        />
      </div>
      <div>
        <Button kind="primary" busy={sending} disabled={!file} onClick={() => void send()}>
          {sending ? 'Sending' : 'Upload'}
        </Button>
      </div>
    </div>
  );
}

function refusal(failure: unknown): string {
  if (failure instanceof ApiError)
    return `The file was not taken in. ${uploadWhy({ error: failure.message, errorCode: failure.code })}`;
  return failure instanceof Error ? failure.message : 'The upload failed.';
}

const STATE_WORDS: Record<Upload['state'], string> = {
  receiving: 'Receiving the file',
  reading: 'Reading the file',
  done: 'Done',
  failed: 'Failed',
  'taking-back': 'Taking the file back',
  'taken-back': 'Taken back',
};
function Done({ stored, duplicates, refused }: Upload) {
  if (stored > 0) return <Message ok>The export is stored.</Message>;
  if (duplicates > 0 && refused === 0) return <Message ok>All of the export was here already.</Message>;
  if (duplicates > 0) return <Message>All that could be taken of the export was here already.</Message>;
  return (
    <Message>
      {refused > 0 ? 'Nothing of the export could be taken.' : phrase('file.foundNothing', { at: 'none' })}
    </Message>
  );
}

function Progress({ upload }: { upload: Upload }) {
  const unchecked = uncheckedWords(upload);
  const share = upload.bytesTotal ? Math.min(1, upload.bytesRead / upload.bytesTotal) : null;
  const megabytes = (bytes: number) => `${number(bytes / 1_000_000, 1)} MB`;
  return (
    <>
      {upload.state === 'done' && <Done {...upload} />}
      {unchecked && <p>{unchecked}</p>}
      {upload.state === 'failed' && <Message>The file was not taken in. {uploadWhy(upload)}</Message>}
      {!isOver(upload) && upload.error && <p role="status">{uploadWhy(upload)}</p>}
      {!isOver(upload) && (
        <div className="field">
          <span className="lbl" id="upload-state">
            {STATE_WORDS[upload.state]}, {megabytes(upload.bytesRead)}
            {upload.bytesTotal !== null && ` of ${megabytes(upload.bytesTotal)}`}
          </span>
          <progress aria-labelledby="upload-state" max={1} {...(share === null ? {} : { value: share })} />
        </div>
      )}
      {/* Of what was refused before anything of it was stored there is nothing to count. */}
      {(upload.state !== 'failed' || upload.stored > 0) && (
        <dl className="counts small">
          {(
            [
              ['Records read', upload.records],
              ['Stored', upload.stored],
              ['Known already', upload.duplicates],
              ['Not needed', upload.skipped],
              ['Refused', upload.refused],
            ] as const
          ).map(([term, count]) => (
            <div key={term}>
              <dt>{term}</dt>
              <dd>{number(count)}</dd>
            </div>
          ))}
        </dl>
      )}
      {upload.refusals && upload.refusals.length > 0 && <Refusals at={null} counts={upload.refusals} />}
    </>
  );
}
