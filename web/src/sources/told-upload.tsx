import { useQuery } from '@tanstack/react-query';
import { uploadsQuery } from '../api/queries.js';
import { Message } from '../ui/index.js';
import { uploadToTell } from './upload-to-tell.js';
import { useReadAnew } from './use-read-anew.js';

/** Whatever became of the page that sent it: that a file is being read, how far it is, or why it was not taken. */
export function ToldUpload({ patientId, zone }: { patientId: string; zone: string }) {
  const uploads = useQuery(uploadsQuery(patientId)).data?.uploads;
  const told = uploadToTell(uploads ?? [], Date.now(), zone);
  const isReading = told !== null && !told.failed;
  useReadAnew(
    patientId,
    uploads?.filter(({ state }) => state === 'done' || state === 'failed').map(({ id }) => id),
  );
  return (
    <div role="status">
      {told?.failed && <Message>{told.words}</Message>}
      {isReading && <p className="small">{told.words}</p>}
    </div>
  );
}
