import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { appShell } from './shell-plugin.js';

const server = process.env.STEPWELL_DEV_SERVER ?? 'http://127.0.0.1:3000';
const root = fileURLToPath(new URL('.', import.meta.url));

export default defineConfig({
  root,
  plugins: [react(), appShell()],
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    target: 'es2022',
    // The policy allows no data: URLs for fonts and no inline script, so everything stays a file of its own.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      input: { index: `${root}index.html`, 'service-worker': `${root}src/worker/service-worker.ts` },
      // A service worker speaks for the folder it lies in, and is asked for by name.
      output: { entryFileNames: ({ name }) => (name === 'service-worker' ? '[name].js' : 'assets/[name]-[hash].js') },
    },
  },
  server: {
    port: 5173,
    proxy: {
      '/api': server,
      '/auth': server,
      '/fhir': server,
      '/ingest': server,
      '/socket.io': { target: server, ws: true },
    },
  },
});
