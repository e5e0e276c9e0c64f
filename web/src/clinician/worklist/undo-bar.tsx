import { IconX } from '@tabler/icons-react';
import { Button } from '../../ui/index.js';
import { sayOnPage } from '../../words/index.js';
import type { UndoHandle } from './use-undo.js';

/** What was done last, and the way back; it stays until the next act, and is no matter of seconds. */
export function UndoBar({ undo }: { undo: UndoHandle }) {
  const words = undo.offered?.words ?? undo.told;
  return (
    <div className={words ? 'undo' : 'undo none'} role="status">
      {words && (
        <>
          <span className="grow">{words}</span>
          {undo.offered && (
            <Button small hotkey="Z" busy={undo.busy} onClick={() => void undo.undo()}>
              {sayOnPage('worklist.undo')}
            </Button>
          )}
          <Button kind="quiet" small onClick={undo.dismiss} icon={<IconX className="i" aria-hidden="true" />}>
            <span className="sr">{sayOnPage('worklist.dismiss')}</span>
          </Button>
        </>
      )}
    </div>
  );
}
