import { type ComponentProps, useState } from 'react';
import { DialogFrame } from './dialog-frame.js';
import { AskUnsent, SayUnsent } from './unsent.js';

/** A dialog. A form in it that holds something unsent (`useUnsent`) is not thrown away without a word. */
export function Dialog({ onClose, children, ...rest }: ComponentProps<typeof DialogFrame>) {
  const [isUnsent, setUnsent] = useState(false);
  const [asking, setAsking] = useState(false);
  const stay = () => setAsking(false);
  const leave = () => {
    stay();
    onClose?.();
  };
  return (
    <>
      <DialogFrame {...rest} onClose={onClose && (isUnsent ? () => setAsking(true) : onClose)}>
        <SayUnsent.Provider value={setUnsent}>{children}</SayUnsent.Provider>
      </DialogFrame>
      {isUnsent && <AskUnsent asking={asking} onStay={stay} onLeave={leave} />}
    </>
  );
}
