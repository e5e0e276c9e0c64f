import { IconEye } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { suppressedQuery } from '../../api/queries.js';
import { useClinicZone } from '../../app/session.js';
import { Dialog, Failed, Loading } from '../../ui/index.js';
import { sayOnPage } from '../../words/index.js';
import { Suppressions } from './suppressions.js';

/** How many are held back, and a click away which and why. */
export function HeldBack({ count }: { count: number }) {
  const [opened, setOpened] = useState(false);
  if (count === 0) return null;
  return (
    <div className="held">
      <IconEye className="i" aria-hidden="true" /> {sayOnPage('worklist.held', { count })}.{' '}
      <button type="button" className="plainlink under" onClick={() => setOpened(true)}>
        {sayOnPage('worklist.held.show')}
      </button>
      <Dialog title={sayOnPage('worklist.held.title')} opened={opened} onClose={() => setOpened(false)} wide>
        <p className="dim small">{sayOnPage('worklist.held.why')}</p>
        {opened && <Which />}
      </Dialog>
    </div>
  );
}

function Which() {
  const zone = useClinicZone();
  const held = useQuery(suppressedQuery);
  if (held.error)
    return <Failed part={sayOnPage('worklist.held.part')} error={held.error} retry={() => void held.refetch()} />;
  if (!held.data) return <Loading rows={4} height={36} />;
  // What one has snoozed oneself is not held back from the team.
  const items = held.data.items.filter(({ reason }) => reason !== 'snoozed');
  if (items.length === 0) return <p>{sayOnPage('worklist.held.none')}</p>;
  return <Suppressions items={items} zone={zone} named />;
}
