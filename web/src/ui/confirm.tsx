import type { ReactNode } from 'react';
import { Button, type ButtonKind, Message } from './controls.js';
import { DialogFrame } from './dialog-frame.js';

/**
 * A question before something weighty: what will be, and the two answers. Whoever closes it has said no, which is too late
 * once it is being done.
 */
export function Confirm(props: {
  title: string;
  /** What will be. */
  children: ReactNode;
  yes: string;
  /** How the yes looks; what takes something away looks so. */
  kind?: ButtonKind;
  no: string;
  opened: boolean;
  busy?: boolean;
  /** Why it was not done. */
  error?: Error | null;
  onYes: () => void;
  onNo: () => void;
  /** Where whoever closes it has given neither answer. */
  onClose?: () => void;
}) {
  const { title, children, yes, kind = 'stop', no, opened, busy = false, error = null, onYes } = props;
  const { onNo = nothing, onClose = onNo } = busy ? {} : props;
  return (
    <DialogFrame title={title} opened={opened} busy={busy} onClose={onClose}>
      <div className="form">
        <p>{children}</p>
        {error && <Message>{error.message}</Message>}
        <div className="row wrap">
          <Button kind={kind} busy={busy} onClick={onYes}>
            {yes}
          </Button>
          {/* The one that changes nothing has the focus: a hasty Enter is no yes. */}
          <Button kind="quiet" busy={busy} onClick={onNo} data-autofocus>
            {no}
          </Button>
        </div>
      </div>
    </DialogFrame>
  );
}

const nothing = () => undefined;
