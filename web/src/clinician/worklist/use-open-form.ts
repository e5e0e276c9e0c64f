import { useEffect, useRef, useState } from 'react';
import { formStands, openForm, type FormsNow, type OpenForm } from './open-form.js';
import type { FormVerb } from './verbs.js';

export interface OpenForms {
  /** As it stands this moment; null: none is open. */
  now: () => OpenForm | null;
  /** The form to be drawn for an alert, or for all that is selected. */
  about: (about: string) => FormVerb | null;
  isOpen: boolean;
  open: (form: OpenForm) => void;
  close: () => void;
}

/**
 * The one form that is open. It closes when what it was opened for is gone, instead of turning to what took its place.
 *
 * @param dropped - it has closed so
 */
export function useOpenForm(facts: FormsNow, dropped: () => void): OpenForms {
  const [form, setForm] = useState<OpenForm | null>(null);
  const shown = useRef(form);
  shown.current = form;
  const stands = form !== null && formStands(form, facts);
  useEffect(() => {
    if (form === null || stands) return;
    setForm(null);
    dropped();
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [form, stands]);
  return {
    now: () => shown.current,
    about: (about) => (stands && form.about === about ? form.verb : null),
    isOpen: stands,
    open: (next) => setForm((before) => openForm(before, next)),
    close: () => setForm(null),
  };
}
