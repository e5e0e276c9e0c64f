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
    let height = around.clientHeight;
    let inSight = true;
    const look = () => {
      // What has grown has not been answered for: it is not the hand that moved it.
      if (around.clientHeight !== height) return;
      const held = own.contains(document.activeElement) ? document.activeElement! : own;
      const { top, bottom } = held.getBoundingClientRect();
      inSight = bottom > 0 && top < innerHeight;
    };
    const growth = new ResizeObserver(() => {
      height = around.clientHeight;
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
