import { useKeysEnabled } from '../../app/keys.js';
import { chosen, sayOnPage } from '../../words/index.js';

const HINTS = ['move', 'acknowledge', 'snooze', 'hand-off', 'resolve', 'select', 'all'] as const;
const KEYS: Record<(typeof HINTS)[number], string> = {
  move: 'JK',
  acknowledge: 'A',
  snooze: 'S',
  'hand-off': 'H',
  resolve: 'R',
  select: 'X',
  all: '?',
};

/** The commonest keys, for the eye; they are all in the dialog. Nothing where they are turned off. */
export function KeyHints() {
  if (!useKeysEnabled()) return null;
  return (
    <div className="keys" aria-hidden="true">
      {HINTS.map((hint) => (
        <span key={hint}>
          {[...KEYS[hint]].map((key) => (
            <kbd key={key}>{key}</kbd>
          ))}{' '}
          {sayOnPage('keys.hint', { hint: chosen(hint) })}
        </span>
      ))}
    </div>
  );
}
