import { useContext } from 'react';
import { sayOnPage } from '../words/index.js';
import { Button, Message } from './controls.js';
import { IsSending } from './unsent.js';

interface Props {
  /** What the button says that sends the form. */
  label: string;
  busy: boolean;
  /** Why it was not taken; a message of ours or the server's. */
  error: Error | null;
  onClose: () => void;
}

/** The end of a form in a dialog: what went wrong, and the two ways out. */
export function FormEnd({ label, busy, error, onClose }: Props) {
  const isSending = useContext(IsSending);
  return (
    <>
      {error && <Message>{error.message}</Message>}
      <div className="row">
        <Button kind="primary" type="submit" busy={busy}>
          {label}
        </Button>
        <Button kind="quiet" busy={isSending} onClick={onClose}>
          {sayOnPage('common.cancel')}
        </Button>
      </div>
    </>
  );
}
