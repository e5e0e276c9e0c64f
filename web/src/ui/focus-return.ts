import { useLayoutEffect } from 'react';

const HEADING = 'h1, h2, h3, h4';

/** When what was open is out of the page, and all that its answer changed is drawn. */
const AFTERWARDS_MS = 10;

const isLost = (): boolean => document.activeElement === null || document.activeElement === document.body;

/**
 * As the `ref` of what has come in the place of what was pressed: the focus, lost with that, goes on there. It wants
 * `tabIndex={-1}` where it is no control.
 */
export const takeLostFocus = (place: HTMLElement | null): void => {
  if (place && isLost()) place.focus();
};

/**
 * Gives the focus back to where it was when something opened above the page. Where that is gone by what was answered there,
 * as the button of a row that was taken out, it goes to the nearest thing around it that is still there and can be named: what
 * takes a focus itself, else the heading of the part.
 *
 * Whatever took the focus meanwhile keeps it.
 */
export function useFocusReturn(opened: boolean): void {
  useLayoutEffect(() => {
    if (!opened) return undefined;
    const from = document.activeElement;
    const around = placesAround(from);
    // Also when it is gone from the page while it is open, with the row it stands in.
    return () => void setTimeout(() => isLost() && goOn(from, around), AFTERWARDS_MS);
  }, [opened]);
}

function placesAround(element: Element | null): HTMLElement[] {
  const around: HTMLElement[] = [];
  for (let at = element?.parentElement; at; at = at.parentElement) around.push(at);
  return around;
}

function goOn(from: Element | null, around: readonly HTMLElement[]): void {
  if (from instanceof HTMLElement) from.focus();
  for (const part of around) {
    if (!isLost()) return;
    toBegin(part)?.focus();
  }
}

/** Where somebody begins to read a part of the page. */
function toBegin(part: HTMLElement): HTMLElement | null {
  if (!part.isConnected) return null;
  if (part.hasAttribute('tabindex')) return part;
  const heading = part.matches('section') ? part.querySelector<HTMLElement>(HEADING) : null;
  heading?.setAttribute('tabindex', '-1');
  return heading;
}
