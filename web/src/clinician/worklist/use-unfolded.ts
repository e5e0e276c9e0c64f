import { useNavigate, useRouter } from '@tanstack/react-router';

declare module '@tanstack/react-router' {
  interface HistoryState {
    /** Behind this place lies the same list, folded. */
    unfolded?: boolean;
  }
}

/**
 * On a phone the evidence unfolds inside the list, and is a place of its own: the browser's Back folds it instead of leaving
 * the list. From one alert to the next it stays one step.
 *
 * @returns unfolds an alert, or folds what is unfolded
 */
export function useUnfold(): (alertId: string | null) => void {
  const navigate = useNavigate();
  const router = useRouter();
  return (alertId) => {
    const { search, state } = router.state.location;
    const isOpen = 'alert' in search;
    if (alertId === null && state.unfolded) return router.history.back();
    const to = (was: object) => ({ ...was, alert: alertId ?? undefined });
    void navigate({
      to: '/',
      search: to,
      replace: isOpen || alertId === null,
      state: { unfolded: alertId !== null && (!isOpen || state.unfolded === true) },
    });
  };
}
