import { useQueryClient } from '@tanstack/react-query';
import { IconUpload } from '@tabler/icons-react';
import { useEffect, useId, useRef, useState } from 'react';
import { request } from '../api/client.js';
import type { Upload } from '../api/types.js';
import { isUnderWay, newUpload } from '../api/upload-state.js';
import { Button, Message } from '../ui/index.js';
import { ExportHelp } from '../sources/export-help.js';
import { FilesBroughtIn } from '../sources/files-brought-in.js';
import { phrase, uploadWhy } from '../words/index.js';
import { ToldUpload } from '../sources/told-upload.js';
import { describeUpload, type UploadStep } from './upload-words.js';

const LOOK_EVERY_MS = 1_000;

/**
 * Brings in an export of Apple Health, or of Fitbit and Google Health: the server tells which it is. Large files take
 * minutes, so both halves of the way show how far they are.
 */
export function ExportUpload({ patientId, timeZone }: { patientId: string; timeZone: string }) {
  const queries = useQueryClient();
  const input = useRef<HTMLInputElement>(null);
  const help = useId();
  const [step, setStep] = useState<UploadStep | null>(null);
  const reading = step?.kind === 'server' && isUnderWay(step.upload);
  const uploadId = step?.kind === 'server' ? step.upload.id : null;

  useEffect(() => {
    if (!reading || !uploadId) return;
    const look = () =>
      void request<Upload>(`/ingest/v1/uploads/${uploadId}`).then(
        (upload) => {
          setStep({ kind: 'server', upload });
          if (upload.state === 'done') void queries.invalidateQueries();
        },
        () => undefined,
      );
    const timer = setInterval(look, LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }, [reading, uploadId, queries]);

  const send = (file: File) => {
    setStep({ kind: 'sending', part: 0 });
    void sendFile(patientId, file, (part) => setStep({ kind: 'sending', part })).then(
      (id) => {
        setStep({ kind: 'server', upload: newUpload(id, new Date().toISOString()) });
        void queries.invalidateQueries({ queryKey: ['uploads', patientId] });
      },
      (error: Error) => setStep({ kind: 'failed', why: error.message }),
    );
  };
  const told = step && describeUpload(step);
  return (
    <div className="upload">
      <input
        ref={input}
        type="file"
        hidden
        data-testid="upload-file"
        accept=".zip,.xml,application/zip,text/xml"
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          event.currentTarget.value = '';
          if (file) send(file);
        }}
      />
      <Button
        icon={<IconUpload className="i" aria-hidden="true" />}
        aria-describedby={help}
        busy={!!told && !told.over}
        onClick={() => input.current?.click()}
      >
        {phrase('file.bring')}
      </Button>
      {told ? (
        <div role="status">
          {!told.over && (
            <progress aria-label="How far the import is" max={1} {...(told.part !== null && { value: told.part })} />
          )}
          {told.failed ? (
            <div id={help}>
              <Message>{told.words}</Message>
            </div>
          ) : (
            <p className="small" id={help}>
              {told.words}
            </p>
          )}
          {told.over && <ExportHelp />}
        </div>
      ) : (
        <>
          <ExportHelp id={help} />
          {/* One that was not sent from this page: before it was opened, or on another device. */}
          <ToldUpload patientId={patientId} zone={timeZone} />
        </>
      )}
      <FilesBroughtIn patientId={patientId} zone={timeZone} isMine />
    </div>
  );
}

const refusal = (answer: { code?: string; detail?: string } | null): string =>
  `The file was not taken in. ${uploadWhy({ error: answer?.detail ?? null, errorCode: answer?.code ?? null })}`;

/** fetch cannot tell how much of a body has been sent; XMLHttpRequest can. */
function sendFile(patientId: string, file: File, onPart: (part: number) => void): Promise<string> {
  return new Promise((resolve, reject) => {
    const xhr = new XMLHttpRequest();
    const form = new FormData();
    form.append('file', file);
    xhr.open('POST', `/ingest/v1/uploads?patient=${patientId}`);
    xhr.responseType = 'json';
    xhr.upload.onprogress = (event) => event.lengthComputable && onPart(event.loaded / event.total);
    xhr.onload = () => {
      const answer = xhr.response as { id?: string; code?: string; detail?: string } | null;
      if (xhr.status < 300 && answer?.id) resolve(answer.id);
      else reject(new Error(refusal(answer)));
    };
    xhr.onerror = () => reject(new Error('The connection was lost while sending. Please try again.'));
    xhr.send(form);
  });
}
