import { useQuery } from '@tanstack/react-query';
import { request } from '../api/client.js';
import { toldSettingsQuery } from '../api/queries.js';
import type { ToldSettings } from '../api/types.js';
import { usePlainAudience } from '../app/session.js';
import { Failed, Loading, SelectField } from '../ui/index.js';
import { sayOnPage } from '../words/index.js';
import { Section } from './section.js';
import { useLine } from './use-line.js';

const GROUPS = ['good', 'changes', 'devices', 'visits'] as const;
const LEVELS = ['all', 'important', 'none'] as const;

/** Of what a patient, or whoever follows one, wants a notice; by kind. */
export function ToldSection() {
  const voice = usePlainAudience();
  const settings = useQuery(toldSettingsQuery);
  const { told, change, choose } = useLine<ToldSettings>(toldSettingsQuery.queryKey);
  const title = sayOnPage('toldSettings.title');
  const save = (part: Partial<ToldSettings>) => {
    const body = choose(part);
    if (body)
      void change(() => request('/api/v1/account/told', { method: 'PUT', body }), sayOnPage('toldSettings.saved'));
  };
  return (
    <Section title={title} why={sayOnPage('toldSettings.why', { voice })} told={told}>
      {settings.error && <Failed part={title} error={settings.error} retry={() => void settings.refetch()} />}
      {settings.isPending && <Loading rows={4} />}
      {settings.data &&
        GROUPS.map((group) => (
          <SelectField
            key={group}
            label={sayOnPage('toldSettings.group', { group, voice })}
            value={settings.data[group]}
            onChange={(event) => save({ [group]: event.currentTarget.value as ToldSettings[typeof group] })}
          >
            {LEVELS.map((level) => (
              <option key={level} value={level}>
                {sayOnPage('toldSettings.level', { level })}
              </option>
            ))}
          </SelectField>
        ))}
    </Section>
  );
}
