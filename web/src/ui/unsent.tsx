import { useBlocker, useRouter } from '@tanstack/react-router';
import { createContext, useCallback, useContext, useLayoutEffect, useRef } from 'react';

/** Why a form’s dialog does not simply close: something is typed and not sent, or it is just being sent. */
export type Held = 'typed' | 'sending' | null;

/** How a form tells the dialog around it, and what the dialog knows. */
export const SayHeld = createContext<(held: Held) => void>(() => undefined);
export const IsSending = createContext(false);

/**
 * While something in a form is other than when it opened, Escape, the cross, a press beside the dialog and the browser’s
 * Back ask before it is thrown away. Its own Cancel does not: that is what it says. While it is being sent nothing closes
 * the dialog: nobody could say any more that it was not sent, and what the answer brings may be shown only once.
 */
export function useUnsent(isUnsent: boolean, isSending = false): void {
  const say = useContext(SayHeld);
  const held = isSending ? 'sending' : isUnsent ? 'typed' : null;
  // Before anything else happens: on a busy machine a quick Escape came before an effect had said so.
  useLayoutEffect(() => {
    say(held);
    return () => say(null);
  }, [say, held]);
}

/** Where the page is among those that were visited, as the router writes it into each. */
const placeOf = (state: unknown): number => (state as { __TSR_index?: number } | null)?.__TSR_index ?? 0;

/**
 * Stays on the page when the browser leaves it by Back or Forward, and says how far it would have gone. It stays at once,
 * not once there is an answer: the address is always that of the page, also where the form goes before anybody answers.
 * Links below a dialog cannot be pressed, and a session that is over leads away by itself, and may.
 */
export function HoldBack({ onBack }: { onBack: (steps: number) => void }) {
  const { history } = useRouter();
  const tell = useRef(onBack);
  useLayoutEffect(() => {
    tell.current = onBack;
  });
  const shouldBlockFn = useCallback(
    ({ action }: { action: string }) => {
      if (action !== 'BACK' && action !== 'FORWARD' && action !== 'GO') return false;
      // The browser is there already, the router is not.
      tell.current(placeOf(window.history.state) - placeOf(history.location.state));
      return true;
    },
    [history],
  );
  useBlocker({ shouldBlockFn, enableBeforeUnload: false });
  return null;
}
