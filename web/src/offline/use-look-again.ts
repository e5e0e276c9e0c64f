import { useEffect } from 'react';

const EVERY_MS = 5_000;

/** Asks again until this page is no longer needed; at once when the browser says that the network is back. */
export function useLookAgain(tryAgain: () => void): void {
  useEffect(() => {
    const timer = setInterval(tryAgain, EVERY_MS);
    window.addEventListener('online', tryAgain);
    return () => {
      clearInterval(timer);
      window.removeEventListener('online', tryAgain);
    };
  }, [tryAgain]);
}
