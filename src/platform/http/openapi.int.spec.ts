import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestApp, type TestApp } from '../../../test/support/app.js';
import { buildOpenApi } from './openapi.js';

const root = join(import.meta.dirname, '../../..');

describe('the OpenAPI document', () => {
  let app: TestApp;
  let document: ReturnType<typeof buildOpenApi>;
  beforeAll(async () => {
    app = await createTestApp();
    document = buildOpenApi(app.nest);
  });
  afterAll(() => app?.close());

  it('is what the types of the web were made of: else run npm run openapi and commit', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'stepwell-openapi-'));
    try {
      const file = join(folder, 'openapi.json');
      await writeFile(file, JSON.stringify(document));
      await promisify(execFile)(process.execPath, ['scripts/api-types.mjs', file, folder], { cwd: root });
      const made = await readFile(join(folder, 'types.gen.ts'), 'utf8');
      const kept = await readFile(join(root, 'web/src/api/generated/types.gen.ts'), 'utf8');
      expect(made).toBe(kept);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  it('names every parameter and describes every answer but those without a body', () => {
    const wrong = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods as Record<string, Described>).flatMap(([method, { parameters = [], responses }]) => [
        ...parameters.filter(({ name }) => !name).map(() => `${method} ${path}: a parameter without name`),
        ...Object.entries(responses)
          .filter(([status, { content }]) => status === '200' && !content && !path.includes('/webhooks/'))
          .map(([status]) => `${method} ${path}: ${status} without schema`),
      ]),
    );
    expect(wrong).toEqual([]);
  });
});

interface Described {
  readonly parameters?: readonly { readonly name?: string }[];
  readonly responses: Readonly<Record<string, { readonly content?: object }>>;
}
