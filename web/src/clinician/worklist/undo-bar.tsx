import { IconX } from '@tabler/icons-react';
import { Button } from '../../ui/index.js';
import { sayOnPage } from '../../words/index.js';
import type { UndoHandle } from './use-undo.js';

/** What was done last, and the way back; then what came of that, and what can be taken back next. It is no matter of seconds. */
export function UndoBar({ undo }: { undo: UndoHandle }) {
  const { offered, told } = undo;
  return (
    <div className={offered || told ? 'undo' : 'undo none'} role="status">
      {(offered || told) && (
        <>
          <span className="grow">
            {told && <span>{told}</span>}
            {told && offered && ' '}
            {offered && <span>{told ? sayOnPage('worklist.undoNext', { act: offered.words }) : offered.words}</span>}
          </span>
          {offered && (
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
