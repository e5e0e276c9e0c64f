import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import type { Page } from 'playwright-core';
import { describeWithBrowser, openBrowser, type TestBrowser } from '../support/browser.js';
import { freePort } from '../support/free-port.js';
import { keptFiles } from '../support/kept-here.js';
import { ROOT } from '../support/stepwell.js';
import { until } from '../support/until.js';

jest.setTimeout(120_000);

/** The real worker before a server of two small builds: what of the old one is still there once there is a new one? */
describeWithBrowser('a new build of the app', () => {
  let server: Server | undefined;
  let port: number;
  let worker: string;
  let browser: TestBrowser;
  let page: Page;
  let build = 'one';

  /** The real worker's text, with another list at its head: as `web/shell-plugin.ts` writes it. */
  const workerOf = (version: string, files: string[]) =>
    `self.STEPWELL_SHELL=${JSON.stringify({ version, files })};\n${worker}`;
  const pageOf = (named: string) =>
    `<!doctype html><title>${named}</title><p id="is"></p><script src="/assets/app-${named}.js"></script>`;
  const script = (named: string) => `document.getElementById('is').textContent = 'build ${named}';
    navigator.serviceWorker.register('/service-worker.js', { updateViaCache: 'none' });`;

  const listen = async (answers: RequestListener) => {
    if (server) await stop();
    server = createServer(answers).listen(port, '127.0.0.1');
    await once(server, 'listening');
  };
  const start = () =>
    listen(({ url }, answer) => {
      const asset = /^\/assets\/app-(\w+)\.js$/.exec(url ?? '')?.[1];
      const isWorker = url === '/service-worker.js';
      // A server has the files of its own build only.
      const body = isWorker ? workerOf(build, [`/assets/app-${build}.js`]) : asset ? script(asset) : pageOf(build);
      const isHere = asset === undefined || asset === build;
      const type = isWorker || asset ? 'text/javascript' : 'text/html';
      answer.writeHead(isHere ? 200 : 404, { 'content-type': type, 'cache-control': 'no-store' }).end(body);
    });
  const stop = async () => {
    const closing = server!;
    server = undefined;
    closing.close();
    closing.closeAllConnections();
    await once(closing, 'close');
  };
  const shows = (words: string) => page.getByText(words, { exact: true }).waitFor();
  const open = () => page.goto(`http://127.0.0.1:${port}/`);

  beforeAll(async () => {
    const built = await readFile(join(ROOT, 'dist/web/service-worker.js'), 'utf8');
    expect(built).toMatch(/^self\.STEPWELL_SHELL=\{"version":"\w+","files":\["\/assets\//);
    worker = built.slice(built.indexOf('\n'));
    port = await freePort();
    await start();
    browser = await openBrowser();
    page = await browser.context.newPage();
  });
  afterAll(async () => {
    await browser?.close();
    if (server) await stop();
  });

  it('the first opens without a server', async () => {
    await open();
    await shows('build one');
    expect(await keptFiles(page)).toEqual(['/assets/app-one.js', '/']);
    await stop();
    await open();
    await shows('build one');
  });

  it('the second is there at once, and nothing of the first is left', async () => {
    build = 'two';
    await start();
    await open();
    await shows('build two');
    await until('the first is gone', async () => !(await keptFiles(page)).includes('/assets/app-one.js'));
    expect(await keptFiles(page)).toEqual(['/assets/app-two.js', '/']);
    await stop();
    await open();
    await shows('build two');
  });

  it('a proxy without a server behind it counts as no server; what a server says stands', async () => {
    let status = 503;
    await listen((_, answer) => answer.writeHead(status).end('<p>of the proxy</p>'));
    await open();
    await shows('build two');
    status = 403;
    await open();
    await shows('of the proxy');
  });
});
