import { useRouter } from '@tanstack/react-router';
import { type ComponentProps, useCallback, useState } from 'react';
import { sayOnPage } from '../words/index.js';
import { AskThrowAway } from './ask-throw-away.js';
import { DialogFrame } from './dialog-frame.js';
import { type Held, HoldBack, IsSending, SayHeld } from './unsent.js';

const stay = () => undefined;

/**
 * A dialog. A form in it that holds something unsent (`useUnsent`) is not thrown away without a word, and while it is being
 * sent the dialog stays.
 */
export function Dialog({ onClose, children, ...rest }: ComponentProps<typeof DialogFrame>) {
  const [held, setHeld] = useState<Held>(null);
  /** Where somebody wants to go from here: out of the dialog, or so many pages. */
  const [leaving, setLeaving] = useState<'dialog' | number | null>(null);
  // A question that is open is about what was held then: another form, or the same one later, is not asked it.
  const hold = useCallback((to: Held) => {
    setHeld(to);
    setLeaving(null);
  }, []);
  const isSending = held === 'sending';
  const ask = isSending ? stay : () => setLeaving('dialog');
  return (
    <>
      <DialogFrame {...rest} busy={isSending} onClose={onClose && (held === null ? onClose : ask)}>
        <SayHeld.Provider value={hold}>
          <IsSending.Provider value={isSending}>{children}</IsSending.Provider>
        </SayHeld.Provider>
        {held !== null && (
          <p className="small dim" role="status">
            {isSending && sayOnPage('unsent.sending')}
          </p>
        )}
      </DialogFrame>
      {held !== null && <HoldBack onBack={isSending ? stay : setLeaving} />}
      {held === 'typed' && <AskUnsent leaving={leaving} onStay={() => setLeaving(null)} onClose={onClose ?? stay} />}
    </>
  );
}

function AskUnsent(props: { leaving: 'dialog' | number | null; onStay: () => void; onClose: () => void }) {
  const { leaving, onStay, onClose } = props;
  const { history } = useRouter();
  const leave = () => {
    onStay();
    onClose();
    if (typeof leaving === 'number') history.go(leaving, { ignoreBlocker: true });
  };
  return <AskThrowAway opened={leaving !== null} onYes={leave} onNo={onStay} />;
}
