import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { noticedQuery } from '../../api/queries.js';
import { usePlainAudience } from '../../app/session.js';
import { Button, Failed, Loading } from '../../ui/index.js';
import { sayOnPage } from '../../words/index.js';
import { NoticedItem } from './noticed-item.js';

/** Everything the patient may read of what was found, with how it stands and what they say to it. */
export function WhatWeNoticed({ patientId, who, timeZone }: { patientId: string; who: string; timeZone: string }) {
  const voice = usePlainAudience();
  const noticed = useQuery(noticedQuery(patientId));
  const [all, setAll] = useState(false);
  const items = noticed.data?.items ?? [];
  const now = items.filter(({ state }) => state !== 'gone' && state !== 'spoken');
  const shown = all ? items : now;
  return (
    <section className="sec first noticed" aria-labelledby="noticed-title">
      <h2 id="noticed-title">{sayOnPage('told.title')}</h2>
      {noticed.isPending && <Loading rows={1} height={72} label={sayOnPage('told.part')} />}
      {noticed.error && !noticed.data && (
        <Failed part={sayOnPage('told.part')} error={noticed.error} retry={() => void noticed.refetch()} />
      )}
      {noticed.data && shown.length === 0 && <p className="dim">{sayOnPage('told.none', { voice, who })}</p>}
      <ul className="plainlist">
        {shown.map((item) => (
          <NoticedItem key={item.id} {...{ item, patientId, who, timeZone }} />
        ))}
      </ul>
      {!all && items.length > now.length && <Button onClick={() => setAll(true)}>{sayOnPage('told.more')}</Button>}
    </section>
  );
}
