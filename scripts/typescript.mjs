// Lets Node run our TypeScript sources as they are: `node --import ./scripts/typescript.mjs src/cli.ts`.
// Node strips types by itself, but knows neither decorators nor that './x.js' may be './x.ts'.
import { existsSync, readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transformSync } from '@swc/core';

const { jsc } = JSON.parse(readFileSync(join(import.meta.dirname, '../.swcrc'), 'utf8'));

// The runner of tests asks for each spec with a query of its own.
const isTypeScript = (url) => /\.ts(\?|$)/.test(url ?? '');

registerHooks({
  resolve(specifier, context, next) {
    const ours = specifier.startsWith('.') && specifier.endsWith('.js') && isTypeScript(context.parentURL);
    if (!ours) return next(specifier, context);
    const source = new URL(specifier.replace(/\.js$/, '.ts'), context.parentURL);
    return next(existsSync(source) ? source.href : specifier, context);
  },
  load(url, context, next) {
    if (!isTypeScript(url) || url.includes('/node_modules/')) return next(url, context);
    const filename = fileURLToPath(url);
    const { code } = transformSync(readFileSync(filename, 'utf8'), {
      filename,
      swcrc: false,
      jsc,
      module: { type: 'es6' },
      sourceMaps: 'inline',
    });
    return { format: 'module', source: code, shortCircuit: true };
  },
});
