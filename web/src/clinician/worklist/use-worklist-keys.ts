import { useMemo, useRef } from 'react';
import type { AlertRow } from '../../api/types.js';
import { type Command, useCommands } from '../../app/commands.js';
import { useKeys } from '../../app/keys.js';
import { chosen, sayOnPage } from '../../words/index.js';
import { nameOn } from './act-words.js';
import type { UndoHandle } from './use-undo.js';
import { possibleVerbs, type Verb, VERB_KEYS, VERBS } from './verbs.js';

interface Desk {
  row: AlertRow | null;
  many: boolean;
  /** A form is open: Escape is for it alone. */
  hasForm: boolean;
  undo: UndoHandle;
  onVerb: (verb: Verb) => void;
  step: (by: number) => void;
  showNew: () => void;
  toggle: (id: string) => void;
  clear: () => void;
}

/** Single keys of the worklist, and the same verbs in the palette for those who do not know or want them. */
export function useWorklistKeys(desk: Desk): void {
  const { row, many, hasForm, onVerb, step, showNew, undo, toggle, clear } = desk;
  const verbs = Object.fromEntries(
    VERBS.map((verb) => [
      VERB_KEYS[verb].toLowerCase(),
      (event: KeyboardEvent) => {
        // The letter must not land in the form that it opens.
        event.preventDefault();
        onVerb(verb);
      },
    ]),
  );
  useKeys({
    ...verbs,
    j: () => step(1),
    k: () => step(-1),
    e: () => document.getElementById('evidence')?.focus(),
    x: () => row && toggle(row.id),
    u: showNew,
    z: () => void undo.undo(),
    Escape: () => many && !hasForm && clear(),
  });

  const latest = useRef(desk);
  latest.current = desk;
  const offered = undo.offered?.words ?? null;
  const commands = useMemo<Command[]>(() => {
    const now = latest.current;
    const of = now.row;
    const forRow = of ? VERBS.filter((verb) => possibleVerbs(of).has(verb)) : [];
    return [
      ...forRow.map((verb) => ({
        id: verb,
        label: sayOnPage('worklist.palette', {
          verb: sayOnPage('worklist.verb', { verb: chosen(verb) }),
          who: nameOn(of!),
        }),
        hotkey: VERB_KEYS[verb],
        run: () => latest.current.onVerb(verb),
      })),
      ...(offered
        ? [
            {
              id: 'undo',
              label: sayOnPage('worklist.palette', { verb: sayOnPage('worklist.undo'), who: offered }),
              hotkey: 'Z',
              run: () => void latest.current.undo.undo(),
            },
          ]
        : []),
    ];
    // Anew for another row, another state of it, or another way back; the acts themselves are always the newest.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [row?.id, row?.state, offered]);
  useCommands(commands);
}
