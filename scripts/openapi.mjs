// npm run openapi [-- <file>]: writes the OpenAPI document of the running modules, by default to dist/openapi.json.
import { resolve } from 'node:path';
import { root } from '../bin/node24.mjs';
import { step } from './steps.mjs';

const file = resolve(root, process.argv[2] ?? 'dist/openapi.json');
const flags = ['--import', './scripts/typescript.mjs'];
const written = await step('openapi', 'scripts/write-openapi.ts', [file], { flags });
process.exit(written ? 0 : 1);
