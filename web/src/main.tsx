import './ui/styles.js';
import { createTheme, MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createQueryClient } from './app/query-client.js';
import { router } from './app/router.js';
import { applyStoredTheme, ThemeProvider, useTheme } from './app/theme.js';
import { dropOldDrafts } from './offline/draft-store.js';
import { dropOldPatient } from './offline/kept-store.js';

applyStoredTheme();
dropOldDrafts();
dropOldPatient();
const queries = createQueryClient();
const mantine = createTheme({ respectReducedMotion: true, focusRing: 'auto', cursorType: 'pointer' });

/** Mantine writes no style tags here: the page's policy forbids them, and the variables come from our own files. */
function Root() {
  const { theme } = useTheme();
  return (
    <MantineProvider theme={mantine} forceColorScheme={theme} withCssVariables={false} withGlobalClasses={false}>
      <QueryClientProvider client={queries}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  );
}

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <ThemeProvider>
      <Root />
    </ThemeProvider>
  </StrictMode>,
);
