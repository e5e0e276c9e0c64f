import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { uploadsQuery } from '../api/queries.js';
import { Message } from '../ui/index.js';
import { uploadToTell } from './upload-to-tell.js';

/** Whatever became of the page that sent it: that a file is being read, how far it is, or why it was not taken. */
export function ToldUpload({ patientId, zone }: { patientId: string; zone: string }) {
  const queries = useQueryClient();
  const uploads = useQuery(uploadsQuery(patientId)).data?.uploads ?? [];
  const told = uploadToTell(uploads, Date.now(), zone);
  const isReading = told !== null && !told.failed;
  const wasReading = useRef(false);
  useEffect(() => {
    // It is over: what came by it is on the page at once.
    if (wasReading.current && !isReading) {
      void queries.invalidateQueries({ queryKey: ['patient'] });
      void queries.invalidateQueries({ queryKey: ['trend', patientId] });
    }
    wasReading.current = isReading;
  }, [isReading, patientId, queries]);
  return (
    <div role="status">
      {told?.failed && <Message>{told.words}</Message>}
      {isReading && <p className="small">{told.words}</p>}
    </div>
  );
}
