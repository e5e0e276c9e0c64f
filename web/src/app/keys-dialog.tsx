import { Checkbox, Dialog } from '../ui/index.js';
import { sayOnPage } from '../words/index.js';
import { closeKeys, openKeys, setKeysEnabled, useKeys, useKeysEnabled, useKeysOpened } from './keys.js';

const KEYS: readonly (readonly [string, string])[] = [
  ['J K', 'next, previous'],
  ['E', 'open evidence'],
  ['A', 'acknowledge, take it'],
  ['S', 'snooze, for you alone'],
  ['H', 'hand off'],
  ['R', 'resolve with outcome'],
  ['M', 'note for the team, in a call: mute, unmute'],
  ['Ctrl Enter', 'send what is written'],
  ['V', 'start visit'],
  ['X', 'select, for one act on many'],
  ['Z', 'undo'],
  ['U', 'show the new ones'],
  ['Home End', 'first, last of the list'],
  ['T', 'chart as table'],
  ['← →', 'move the day on a chart'],
  ['C', 'in a call: camera off, on'],
  ['/', 'search patients'],
  ['⌘K', 'commands, also Ctrl K'],
  ['?', 'all keys'],
];

export function KeysDialog() {
  const opened = useKeysOpened();
  const enabled = useKeysEnabled();
  useKeys({ 'Shift+?': openKeys });
  return (
    <Dialog title="Keys" opened={opened} onClose={closeKeys}>
      <dl className="keylist">
        {KEYS.map(([keys, words]) => (
          <div key={keys}>
            <dt>
              {keys.split(' ').map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{words}</dd>
          </div>
        ))}
      </dl>
      <Checkbox checked={enabled} onChange={(event) => setKeysEnabled(event.currentTarget.checked)}>
        {sayOnPage('keys.on')}
      </Checkbox>
    </Dialog>
  );
}
