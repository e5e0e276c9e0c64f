import { Checkbox, Dialog } from '../ui/index.js';
import { closeKeys, openKeys, setKeysEnabled, useKeys, useKeysEnabled, useKeysOpened } from './keys.js';

const KEYS: readonly (readonly [string, string])[] = [
  ['J K', 'next, previous'],
  ['E', 'open evidence'],
  ['A', 'acknowledge, take it'],
  ['R', 'resolve with outcome'],
  ['V', 'start visit'],
  ['U', 'show the new ones'],
  ['T', 'chart as table'],
  ['← →', 'move the day on a chart'],
  ['M', 'in a call: mute, unmute'],
  ['C', 'in a call: camera off, on'],
  ['/', 'search patients'],
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
        Single keys are on
      </Checkbox>
    </Dialog>
  );
}
