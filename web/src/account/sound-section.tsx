import { wakeSound } from '../notify/wake-sound.js';
import { Checkbox } from '../ui/index.js';
import { sayOnPage } from '../words/index.js';
import { Section } from './section.js';

/** A tone for what was missed, on or off. */
export function SoundSection() {
  const isOn = wakeSound.use();
  return (
    <Section title={sayOnPage('sound.title')} why={sayOnPage('sound.why')} told={null}>
      <Checkbox checked={isOn} onChange={(event) => wakeSound.set(event.currentTarget.checked)}>
        {sayOnPage('sound.on')} <span className="small faint">{sayOnPage('keys.local')}</span>
      </Checkbox>
    </Section>
  );
}
