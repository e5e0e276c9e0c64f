import { useBlocker } from '@tanstack/react-router';
import { createContext, useContext, useLayoutEffect } from 'react';
import { sayOnPage } from '../words/index.js';
import { Confirm } from './confirm.js';

/** How a form tells the dialog around it that something is typed and not sent. */
export const SayUnsent = createContext<(isUnsent: boolean) => void>(() => undefined);

/**
 * While something in a form is other than when it opened, Escape, the cross, a press beside the dialog and the browser’s
 * Back ask before it is thrown away. Its own Cancel does not: that is what it says.
 */
export function useUnsent(isUnsent: boolean): void {
  const say = useContext(SayUnsent);
  // Before anything else happens: on a busy machine a quick Escape came before an effect had said so.
  useLayoutEffect(() => {
    say(isUnsent);
    return () => say(false);
  }, [say, isUnsent]);
}

/** Links below a dialog cannot be pressed, and a session that is over leads away by itself, and may. */
const isBack = ({ action }: { action: string }) => action === 'BACK' || action === 'FORWARD' || action === 'GO';

/** @param props.asking - somebody wants to close the dialog; whether they want to leave the page, it knows */
export function AskUnsent(props: { asking: boolean; onStay: () => void; onLeave: () => void }) {
  const { asking, onStay, onLeave } = props;
  const back = useBlocker({ shouldBlockFn: isBack, withResolver: true, enableBeforeUnload: false });
  const isLeaving = back.status === 'blocked';
  return (
    <Confirm
      title={sayOnPage('unsent.title')}
      yes={sayOnPage('unsent.yes')}
      no={sayOnPage('unsent.no')}
      opened={asking || isLeaving}
      onYes={isLeaving ? back.proceed : onLeave}
      onNo={isLeaving ? back.reset : onStay}
    >
      {sayOnPage('unsent.why')}
    </Confirm>
  );
}
