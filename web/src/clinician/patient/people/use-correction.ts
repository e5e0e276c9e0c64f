import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiError, request } from '../../../api/client.js';
import { patientQuery } from '../../../api/queries.js';
import type { PatientDetail } from '../../../api/types.js';
import { keepTyped } from './keep-typed.js';

/**
 * The fields of a form that corrects a part of the patient's record. Somebody who was faster is not overwritten: what they
 * changed comes into the form beside what was typed, and saving again sends both.
 *
 * @param options.part - of `/api/v1/patients/:id`
 * @param options.read - the fields as the record has them
 * @param options.toBody - what is sent of the fields
 */
export function useCorrection<Fields extends Readonly<Record<string, string>>>(options: {
  readonly patient: PatientDetail;
  readonly part: 'identity' | 'contact';
  readonly read: (patient: PatientDetail) => Fields;
  readonly toBody: (fields: Fields) => object;
  readonly onDone: () => void;
}) {
  const { patient, part, read, toBody, onDone } = options;
  const queries = useQueryClient();
  // The page may read the patient anew beneath the open form: what is sent names what the form was filled with.
  const [opened, setOpened] = useState(patient);
  const [fields, setFields] = useState(() => read(patient));
  const [newer, setNewer] = useState<PatientDetail | null>(null);
  const save = useMutation({
    mutationFn: async () => {
      const body = { version: opened.version, ...toBody(fields) };
      await request<void>(`/api/v1/patients/${patient.id}/${part}`, { method: 'PUT', body });
    },
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['patient'] });
      onDone();
    },
    onError: async (error) => {
      if (!(error instanceof ApiError && error.code === 'PATIENT_CHANGED')) return;
      const now = await queries.fetchQuery({ ...patientQuery(patient.id), staleTime: 0 });
      setFields((typed) => keepTyped({ opened: read(opened), typed, now: read(now) }));
      setOpened(now);
      setNewer(now);
    },
  });
  const set = (name: keyof Fields) => (event: { currentTarget: { value: string } }) => {
    const { value } = event.currentTarget;
    setFields((was) => ({ ...was, [name]: value }));
  };
  const send = () => {
    setNewer(null);
    save.mutate();
  };
  /** What somebody else has made of it, once that was in the way. */
  return { fields, set, send, busy: save.isPending, error: newer ? null : save.error, newer };
}
