import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useNow } from '../app/now.js';
import { sayOnPage } from '../words/index.js';
import { ageOf, DEAD_AFTER_SECONDS, type Age } from './age.js';
import { chainQuery } from './chain.js';
import { useCutOff } from './cut-off.js';
import { useLive } from './live.js';

/** How old the page is, told again every second. @param watched - ask the server for the age of its workers too */
function useAge(watched: boolean): Age {
  const { lastHeardAt } = useLive();
  const [openedAt] = useState(() => Date.now());
  const now = useNow(1_000);
  const chain = useQuery({ ...chainQuery, enabled: watched });
  return ageOf({
    heardAt: lastHeardAt,
    openedAt,
    now,
    chain: chain.data ?? null,
    cutOff: useCutOff() !== null,
  });
}

const CLASSES = { fresh: 'live', late: 'live stale', dead: 'live dead' } as const;

/** "Live, 2 s ago" with its dot; hollow and amber once nothing was heard for half a minute, red within ninety seconds. */
export function LiveDot({ watched = false }: { watched?: boolean }) {
  const age = useAge(watched);
  return <span className={CLASSES[age.level]}>{words(age)}</span>;
}

function words({ level, seconds, chainSeconds }: Age): string {
  // Of a server that is not heard itself nothing is known: then it is our line that is silent.
  const isHeard = seconds !== null && seconds <= DEAD_AFTER_SECONDS;
  const chain = isHeard && chainSeconds !== null && chainSeconds > DEAD_AFTER_SECONDS;
  const shown = chain ? chainSeconds : seconds;
  const minutes = Math.round((shown ?? 0) / 60);
  return sayOnPage(chain ? 'live.chain' : 'live.age', {
    level: shown === null ? (level === 'fresh' ? 'connecting' : 'never') : level,
    unit: (shown ?? 0) < 120 ? 's' : 'min',
    seconds: shown ?? 0,
    minutes,
  });
}
