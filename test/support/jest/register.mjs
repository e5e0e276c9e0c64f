// What every process that runs specs is started with (`node --import`): it loads TypeScript, and jest's globals from ours.
import { registerHooks } from 'node:module';
import '../../../scripts/typescript.mjs';

process.setSourceMapsEnabled(true);

registerHooks({
  resolve(specifier, context, next) {
    if (specifier !== '@jest/globals') return next(specifier, context);
    // Evaluated once for each spec, whose address has a query of its own.
    const globals = new URL('globals.mjs', import.meta.url);
    globals.search = new URL(context.parentURL).search;
    return { url: globals.href, shortCircuit: true };
  },
});
