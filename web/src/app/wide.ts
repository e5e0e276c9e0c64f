import { useSyncExternalStore } from 'react';

const media = () => matchMedia('(min-width: 901px)');
const subscribe = (tell: () => void) => {
  const query = media();
  query.addEventListener('change', tell);
  return () => query.removeEventListener('change', tell);
};

/** Is there room for two things side by side? The same line the styles draw between rail and tabs. */
export const useIsWide = (): boolean => useSyncExternalStore(subscribe, () => media().matches);
