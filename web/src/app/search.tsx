import { Spotlight, spotlight } from '@mantine/spotlight';
import { IconBolt, IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { patientsQuery } from '../api/queries.js';
import { Button, Glyph } from '../ui/index.js';
import { say } from '../words/index.js';
import { useOfferedCommands } from './commands.js';
import { useKeys } from './keys.js';
import { morePlacesOf, placesOf } from './navigation.js';
import { useSession } from './session.js';

/** Opens the search over everything: patients by name, and the places of the role. */
export function SearchButton() {
  return (
    <Button
      kind="quiet"
      className="hidem"
      icon={<IconSearch className="i" aria-hidden="true" />}
      onClick={spotlight.open}
    >
      <span className="sr">Search patients and pages</span>
      <kbd aria-hidden="true">/</kbd>
    </Button>
  );
}

export function Search() {
  const { role } = useSession();
  const navigate = useNavigate();
  const [query, setQuery] = useState('');
  const seesPatients = role === 'clinician' || role === 'coordinator';
  const found = useQuery({ ...patientsQuery(query.trim()), enabled: seesPatients && query.trim() !== '' });
  useKeys({
    '/': (event) => {
      event.preventDefault();
      spotlight.open();
    },
  });
  const words = query.trim().toLowerCase();
  const commands = useOfferedCommands().filter(({ label }) => label.toLowerCase().includes(words));
  const places = [...placesOf(role), ...morePlacesOf(role)].filter((place) =>
    place.label.toLowerCase().includes(words),
  );
  const patients = query.trim() === '' ? [] : (found.data?.items ?? []).slice(0, 8);
  return (
    <Spotlight.Root
      query={query}
      onQueryChange={setQuery}
      shortcut={['mod + K']}
      lockScroll={false}
      transitionProps={{ duration: 0 }}
      overlayProps={{ transitionProps: { duration: 0 } }}
    >
      <Spotlight.Search
        onKeyDown={(event) => {
          // Enter without arrows means the first one, as the eye expects.
          if (event.key === 'Enter' && !document.querySelector('[data-action][data-selected]')) {
            document.querySelector<HTMLElement>('[role="dialog"] [data-action]')?.click();
          }
        }}
        placeholder="Search patients or go to a page"
        aria-label="Search patients or go to a page"
      />
      <Spotlight.ActionsList>
        {commands.map(({ id, label, hotkey, run }) => (
          <Spotlight.Action
            key={id}
            label={label}
            leftSection={<IconBolt className="i" aria-hidden />}
            rightSection={hotkey && <kbd aria-hidden="true">{hotkey}</kbd>}
            // Once the palette has given the focus back; the command may take it somewhere.
            onClick={() => setTimeout(run)}
          />
        ))}
        {patients.map((patient) => (
          <Spotlight.Action
            key={patient.id}
            label={[patient.name, patient.age].filter((part) => part !== null).join(', ')}
            description={say(patient.headline, 'clinician')}
            leftSection={<Glyph course={patient.course} />}
            onClick={() => void navigate({ to: '/patients/$patientId', params: { patientId: patient.id } })}
          />
        ))}
        {places.map(({ to, label, icon: Icon }) => (
          <Spotlight.Action
            key={to}
            label={label}
            leftSection={<Icon className="i" aria-hidden />}
            onClick={() => void navigate({ to })}
          />
        ))}
        {commands.length + patients.length + places.length === 0 && (
          <Spotlight.Empty>{found.isFetching ? 'Searching' : 'No patient or page by that name.'}</Spotlight.Empty>
        )}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
}
