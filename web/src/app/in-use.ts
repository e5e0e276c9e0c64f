import { useEffect } from 'react';
import { markUsed } from '../api/activity.js';

/** People who talk to each other touch nothing for an hour: while they do, the page is in use. */
export function useInUseWhile(active: boolean): void {
  useEffect(() => {
    if (!active) return undefined;
    markUsed();
    const timer = setInterval(markUsed, 20_000);
    return () => clearInterval(timer);
  }, [active]);
}
