import { useRouterState } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';

/** After a navigation the main region takes the focus, so that a keyboard or a screen reader starts where the page does. */
export function useFocusOnNavigation(): void {
  const path = useRouterState({ select: (state) => state.location.pathname });
  const before = useRef(path);
  useEffect(() => {
    if (before.current === path) return;
    before.current = path;
    const main = document.getElementById('main');
    if (main && !main.contains(document.activeElement)) main.focus({ preventScroll: true });
    else if (main && document.activeElement === document.body) main.focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }, [path]);
}
