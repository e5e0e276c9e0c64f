import { type RefObject, useEffect, useRef } from 'react';

/** Where a form says what is wrong: a field that is marked, else the sentence about all of it. */
const WRONG = '[aria-invalid="true"]';
const SAID = '[role="alert"]';

/**
 * Whoever presses the button of a long form sees why nothing happened: the first field that is wrong takes the focus, or the
 * sentence about the whole form comes into view.
 *
 * @param asked - another one (by identity) each time the form is pressed; null: not yet
 * @param refused - what the server said to it
 */
export function useShowWrong(asked: object | null, refused: Error | null): RefObject<HTMLFormElement | null> {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (asked) showFirst(form.current);
  }, [asked]);
  useEffect(() => {
    if (refused) showFirst(form.current);
  }, [refused]);
  return form;
}

function showFirst(form: HTMLFormElement | null): void {
  const field = form?.querySelector<HTMLElement>(WRONG);
  const place = field ?? form?.querySelector<HTMLElement>(SAID);
  field?.focus({ preventScroll: true });
  place?.scrollIntoView({ block: 'center' });
}
