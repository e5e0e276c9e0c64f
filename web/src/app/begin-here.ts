import { type RefObject, useEffect } from 'react';

const BY_HAND = ['wheel', 'touchstart', 'pointerdown', 'keydown'] as const;

/**
 * The page begins at this part of it: it has the focus, and stays in view while what stands above it is still coming in, until
 * somebody does anything.
 *
 * @param isWanted - the address names it, and it is there
 */
export function useBeginHere(place: RefObject<HTMLElement | null>, isWanted: boolean): void {
  useEffect(() => {
    const own = place.current;
    if (!isWanted || !own) return undefined;
    const show = () => own.scrollIntoView();
    show();
    own.focus({ preventScroll: true });
    const growth = new ResizeObserver(show);
    growth.observe(document.body);
    const end = () => growth.disconnect();
    for (const act of BY_HAND) addEventListener(act, end, { passive: true });
    return () => {
      end();
      for (const act of BY_HAND) removeEventListener(act, end);
    };
  }, [place, isWanted]);
}
