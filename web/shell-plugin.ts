import { createHash } from 'node:crypto';
import type { Plugin, Rolldown } from 'vite';

/** What a patient's diary is made of: all that these import, with styles and fonts. The rest is fetched when it is needed. */
const ROOTS = ['/index.html', '/src/patient/index.tsx'];
const WORKER = 'service-worker.js';

/**
 * Tells the service worker which files of this build it keeps. It stands in the worker's own text, so that each build has
 * another worker: that is how a browser learns that there are new files.
 */
export function appShell(): Plugin {
  return {
    name: 'stepwell-app-shell',
    apply: 'build',
    enforce: 'post',
    generateBundle(_, bundle) {
      const worker = bundle[WORKER];
      if (worker?.type !== 'chunk') throw new Error(`${WORKER} is missing.`);
      if (worker.imports.length > 0)
        throw new Error(`${WORKER} shares ${worker.imports.join(', ')} with the page, and cannot import it.`);
      const files = filesOf(bundle);
      const page = bundle['index.html'];
      const version = createHash('sha256')
        .update(JSON.stringify([files, page?.type === 'asset' ? String(page.source) : '']))
        .digest('hex')
        .slice(0, 16);
      worker.code = `self.STEPWELL_SHELL=${JSON.stringify({ version, files })};\n${worker.code}`;
    },
  };
}

function filesOf(bundle: Rolldown.OutputBundle): string[] {
  const found = new Set<string>();
  const take = (name: string): void => {
    const output = bundle[name];
    if (found.has(name) || !output) return;
    found.add(name);
    if (output.type !== 'chunk') return;
    const { importedCss, importedAssets } = output.viteMetadata ?? {};
    for (const other of [...output.imports, ...(importedCss ?? []), ...(importedAssets ?? [])]) take(other);
  };
  for (const root of ROOTS) {
    const entry = Object.values(bundle).find(
      (output) => output.type === 'chunk' && output.facadeModuleId?.replaceAll('\\', '/').endsWith(`/web${root}`),
    );
    if (!entry) throw new Error(`No file of the build begins with web${root}.`);
    take(entry.fileName);
  }
  return [...found].map((name) => `/${name}`).sort();
}
