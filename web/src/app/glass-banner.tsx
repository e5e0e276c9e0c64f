import { IconLockOpen } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { request } from '../api/client.js';
import { glassesQuery } from '../api/queries.js';
import type { OpenGlass } from '../api/types.js';
import { Button, LinkButton } from '../ui/index.js';
import { sayOnPage } from '../words/index.js';
import { useNow } from './now.js';
import { useSession } from './session.js';

/** Stays on every page while a record is open that is not one's own to read. */
export function GlassBanner() {
  const { role } = useSession();
  const glasses = useQuery({ ...glassesQuery, enabled: role === 'clinician' });
  const now = useNow(10_000);
  return glasses.data?.items
    .filter(({ endsAt }) => Date.parse(endsAt) > now)
    .map((glass) => <Open key={glass.id} glass={glass} now={now} />);
}

function Open({ glass, now }: { glass: OpenGlass; now: number }) {
  const queries = useQueryClient();
  const end = useMutation({
    mutationFn: () => request(`/api/v1/break-glass/${glass.id}/end`, { method: 'POST', body: {} }),
    onSuccess: () => queries.invalidateQueries(),
  });
  const minutes = Math.floor((Date.parse(glass.endsAt) - now) / 60_000);
  return (
    <section className="note glassbar" aria-label={sayOnPage('glass.title')}>
      <IconLockOpen className="i" aria-hidden="true" />
      <div className="grow">
        <b>{sayOnPage('glass.banner', { name: glass.patient.name })}</b> {sayOnPage('glass.left', { minutes })}
      </div>
      <div className="row wrap">
        <LinkButton small to="/patients/$patientId" params={{ patientId: glass.patient.id }}>
          {sayOnPage('glass.go')}
        </LinkButton>
        <Button small busy={end.isPending} onClick={() => end.mutate()}>
          {sayOnPage('glass.end')}
        </Button>
      </div>
    </section>
  );
}
