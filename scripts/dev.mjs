// npm run dev: the server, restarted when src changes, and Vite for the web app, both in this terminal.
import { spawn } from 'node:child_process';
import { watch } from 'node:fs';
import { join } from 'node:path';
import { node24, root } from '../bin/node24.mjs';
import { tool } from './steps.mjs';

const node = node24();
const PORT = process.env.PORT ?? '3000';
const WEB = 'http://127.0.0.1:5173';
// Pages come from Vite, so that is the origin whose writes the server must take.
const env = {
  ...process.env,
  PORT,
  PUBLIC_URL: process.env.PUBLIC_URL ?? WEB,
  STEPWELL_DEV_SERVER: `http://127.0.0.1:${PORT}`,
};
const start = (...args) => spawn(node, args, { cwd: root, env, stdio: ['ignore', 'inherit', 'inherit'] });

let server;
let ending = false;

/** Sources run as they are (scripts/typescript.mjs): no build between saving a file and trying it. */
function startServer() {
  server = start('--import', './scripts/typescript.mjs', 'src/cli.ts', 'start');
  const mine = server;
  server.once('exit', (code) => {
    if (!ending && mine === server && code !== 0)
      console.log('[dev] The server ended; it starts again when a file in src changes.');
  });
}

function stopServer() {
  if (server.exitCode !== null || server.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    server.once('exit', resolve);
    server.kill('SIGTERM');
  });
}

startServer();
const vite = start(tool('vite/bin/vite.js'), '--config', 'web/vite.config.ts', '--host', '127.0.0.1', '--strictPort');

let timer;
let restarting = Promise.resolve();
watch(join(root, 'src'), { recursive: true }, (_event, file) => {
  if (!file?.endsWith('.ts') || /\.(spec|testkit)\.ts$/.test(file)) return;
  clearTimeout(timer);
  timer = setTimeout(() => {
    restarting = restarting.then(async () => {
      if (ending) return;
      console.log(`[dev] ${file} changed: restarting the server`);
      await stopServer();
      startServer();
    });
  }, 200);
});

async function end() {
  if (ending) return;
  ending = true;
  clearTimeout(timer);
  vite.kill('SIGTERM');
  await restarting;
  await stopServer();
  process.exit(0);
}
process.on('SIGINT', () => void end());
process.on('SIGTERM', () => void end());
vite.once('exit', () => void end());
