import 'reflect-metadata';
import { mkdir, mkdtemp, rm, writeFile, chmod } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { AppModule } from '../src/app.module.js';
import { loadConfig } from '../src/platform/config/config.js';
import { startEmbeddedPostgres } from '../src/platform/database/embedded-postgres.js';
import { createApp } from '../src/platform/http/create-app.js';
import { buildOpenApi } from '../src/platform/http/openapi.js';
import { openSurroundings } from '../src/platform/surroundings.js';

/** The document comes out of the real modules, so they are built once on a throw-away database; nothing listens. */
const file = process.argv[2] ?? 'dist/openapi.json';
const folder = await mkdtemp(join(tmpdir(), 'stepwell-openapi-'));
// As root, PostgreSQL runs as another account, which must be able to pass through.
await chmod(folder, 0o711);
const server = await startEmbeddedPostgres(folder, { fresh: true });
try {
  const config = loadConfig({ PUBLIC_URL: 'http://localhost', DATABASE_URL: server.url, STEPWELL_DEMO: 'off' });
  const surroundings = await openSurroundings(config);
  const app = await createApp(AppModule.with(surroundings));
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, `${JSON.stringify(buildOpenApi(app), null, 2)}\n`);
  await app.close();
  await surroundings.close();
} finally {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
}
