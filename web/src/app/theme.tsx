import { createContext, useContext, useEffect, useLayoutEffect, useMemo, useState, type ReactNode } from 'react';

export type Theme = 'light' | 'dark';
const KEY = 'stepwell.theme';
const dark = () => matchMedia('(prefers-color-scheme: dark)');

function stored(): Theme | null {
  try {
    const value = localStorage.getItem(KEY);
    return value === 'light' || value === 'dark' ? value : null;
  } catch {
    return null;
  }
}
const apply = (theme: Theme) => {
  document.documentElement.dataset.theme = theme;
  document.documentElement.dataset.mantineColorScheme = theme;
};

/** Before the first paint of the app, so that nothing flashes. */
export function applyStoredTheme(): void {
  apply(stored() ?? (dark().matches ? 'dark' : 'light'));
}

const ThemeContext = createContext<{ theme: Theme; toggle: () => void }>({ theme: 'light', toggle: () => undefined });
export const useTheme = () => useContext(ThemeContext);

/** Follows the system until the person chooses; the choice stays on this machine. */
export function ThemeProvider({ children }: { children: ReactNode }) {
  const [chosen, setChosen] = useState(stored);
  const [system, setSystem] = useState<Theme>(() => (dark().matches ? 'dark' : 'light'));
  useEffect(() => {
    const media = dark();
    const follow = () => setSystem(media.matches ? 'dark' : 'light');
    media.addEventListener('change', follow);
    return () => media.removeEventListener('change', follow);
  }, []);
  const theme = chosen ?? system;
  // Before the effects of any chart: they read the colours of the theme that is applied.
  useLayoutEffect(() => apply(theme), [theme]);
  const value = useMemo(
    () => ({
      theme,
      toggle: () => {
        const next = theme === 'dark' ? 'light' : 'dark';
        setChosen(next);
        try {
          localStorage.setItem(KEY, next);
        } catch {
          // Storage can be forbidden; the choice then lasts until the page is left.
        }
      },
    }),
    [theme],
  );
  return <ThemeContext value={value}>{children}</ThemeContext>;
}
