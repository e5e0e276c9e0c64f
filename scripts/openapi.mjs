// npm run openapi [-- <file>]: writes the OpenAPI document of the running modules, by default to dist/openapi.json,
// and the web's types of it. Commit those with the change that made them differ.
import { resolve } from 'node:path';
import { root } from '../bin/node24.mjs';
import { step } from './steps.mjs';

const file = resolve(root, process.argv[2] ?? 'dist/openapi.json');
const flags = ['--import', './scripts/typescript.mjs'];
const done =
  (await step('openapi', 'scripts/write-openapi.ts', [file], { flags })) &&
  (await step('types for web', 'scripts/api-types.mjs', [file, 'web/src/api/generated']));
process.exit(done ? 0 : 1);
