import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { ApiError, request } from '../../../api/client.js';
import { fieldError, isBesideFields } from '../../../api/field-error.js';
import { patientQuery } from '../../../api/queries.js';
import type { PatientDetail } from '../../../api/types.js';
import { useShowWrong } from '../../../ui/index.js';
import { type PersonField, personProblems, sayOnPage } from '../../../words/index.js';
import { keepTyped } from './keep-typed.js';

/**
 * A form that corrects a part of the patient's record. Somebody who was faster is not overwritten: what they changed comes
 * into the form beside what was typed, and saving again sends both.
 *
 * @param options.part - of `/api/v1/patients/:id`
 * @param options.read - the fields as the record has them
 * @param options.toBody - what is sent of the fields
 * @param options.say - that part in words, where somebody else has changed it
 * @param options.needed - what must not be left empty
 * @param options.doubt - what is asked once before such fields are saved; null: nothing
 */
export function useCorrection<Name extends PersonField>(options: {
  readonly patient: PatientDetail;
  readonly part: 'identity' | 'contact';
  readonly read: (patient: PatientDetail) => Readonly<Record<Name, string>>;
  readonly toBody: (fields: Readonly<Record<Name, string>>) => object;
  readonly say: (patient: PatientDetail) => string;
  readonly needed?: readonly NoInfer<Name>[];
  readonly doubt?: (fields: Readonly<Record<Name, string>>, opened: PatientDetail) => string | null;
  readonly onDone: () => void;
}) {
  const { patient, part, read, toBody, say, needed = [], doubt, onDone } = options;
  const queries = useQueryClient();
  // The page may read the patient anew beneath the open form: what is sent names what the form was filled with.
  const [opened, setOpened] = useState(patient);
  const [fields, setFields] = useState(() => read(patient));
  const [newer, setNewer] = useState<PatientDetail | null>(null);
  const [asked, setAsked] = useState<object | null>(null);
  const [doubted, setDoubted] = useState<string | null>(null);
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
  const error = newer ? null : save.error;
  const mine = personProblems(fields, needed);
  const form = useShowWrong(newer ?? asked, error);
  const field = (name: Name) => ({
    label: sayOnPage(`person.${name}`),
    value: fields[name],
    error: (asked && mine[name]) || fieldError(error, name),
    onChange: (event: { currentTarget: { value: string } }) => {
      const { value } = event.currentTarget;
      setFields((was) => ({ ...was, [name]: value }));
      setDoubted(null);
      // What the server said was about what stood there before.
      if (save.isError) save.reset();
    },
  });
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    setNewer(null);
    save.reset();
    setAsked({});
    if (Object.keys(mine).length > 0) return;
    const question = doubt?.(fields, opened) ?? null;
    setDoubted(question);
    if (question === null || question === doubted) save.mutate();
  };
  const meanwhile = newer && new Error(sayOnPage('correction.meanwhile', { now: `${say(newer)}.` }));
  return {
    form: { className: 'form', ref: form, onSubmit, noValidate: true },
    fields,
    field,
    /** What its end says. */
    end: {
      label: sayOnPage('common.save'),
      busy: save.isPending,
      error:
        meanwhile ??
        (doubted && !save.isError ? new Error(doubted) : null) ??
        (isBesideFields(error, Object.keys(fields)) ? null : error),
      onClose: onDone,
    },
  };
}
