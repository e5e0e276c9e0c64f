import { setKeysEnabled, useKeysEnabled } from '../app/keys.js';
import { Checkbox } from '../ui/index.js';
import { sayOnPage } from '../words/index.js';
import { Section } from './section.js';

/** Single letters as commands, on or off: a voice user's words would otherwise press them (WCAG 2.1.4). */
export function KeysSection() {
  const enabled = useKeysEnabled();
  return (
    <Section title={sayOnPage('keys.title')} why={sayOnPage('keys.why')} told={null}>
      <Checkbox checked={enabled} onChange={(event) => setKeysEnabled(event.currentTarget.checked)}>
        {sayOnPage('keys.on')} <span className="small faint">{sayOnPage('keys.local')}</span>
      </Checkbox>
    </Section>
  );
}
