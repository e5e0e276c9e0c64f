// node scripts/api-types.mjs <openapi.json> <folder>: writes what the web may believe about the server, types.gen.ts.
import { createClient } from '@hey-api/openapi-ts';

const [, , input, path] = process.argv;
if (!input || !path) throw new Error('Usage: node scripts/api-types.mjs <openapi.json> <folder>');
await createClient({
  input,
  output: { path, entryFile: false, clean: false },
  plugins: ['@hey-api/typescript'],
  logs: { level: 'silent', file: false },
});
