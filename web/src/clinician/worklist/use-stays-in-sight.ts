import { type RefObject, useEffect } from 'react';

/**
 * What is open stays in sight while the evidence above it grows: charts that come later do not push a form away from under
 * the thumb. Scrolled away by hand, it stays away.
 */
export function useStaysInSight(place: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const own = place.current;
    const around = own?.closest('.evd');
    if (!own || !around) return undefined;
    let inSight = true;
    const look = () => {
      const { top, bottom } = own.getBoundingClientRect();
      inSight = bottom > 0 && top < innerHeight;
    };
    const growth = new ResizeObserver(() => {
      if (inSight) own.scrollIntoView({ block: 'nearest' });
    });
    growth.observe(around);
    // Scrolling does not bubble: whichever part it is that scrolls.
    document.addEventListener('scroll', look, { capture: true, passive: true });
    return () => {
      growth.disconnect();
      document.removeEventListener('scroll', look, { capture: true });
    };
  }, [place]);
}
