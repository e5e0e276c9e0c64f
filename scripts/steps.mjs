// Runs commands under the pinned Node and tells how each went.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { node24, root } from '../bin/node24.mjs';

const node = node24();

/** Path of a tool's script in node_modules. */
export const tool = (path) => join(root, 'node_modules', path);

/** Runs a script of ours or a tool's. @returns exit code and, unless `show` (a stdio setting) says otherwise, all that it printed */
export function run(script, args = [], { show, env = {}, flags = [] } = {}) {
  return new Promise((resolve) => {
    const child = spawn(node, [...flags, script, ...args], {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: show || ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    child.stdout?.on('data', (chunk) => (output += chunk));
    child.stderr?.on('data', (chunk) => (output += chunk));
    child.on('error', (error) => resolve({ code: 1, output: error.message }));
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

/** One line for the step; its output only when it failed. @returns whether it passed */
export async function step(name, script, args = [], options = {}) {
  const started = Date.now();
  const { code, output } = await run(script, args, options);
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  console.log(`${code === 0 ? 'ok    ' : 'FAILED'}  ${name.padEnd(14)} ${seconds.padStart(6)} s`);
  if (code !== 0) console.log(output.trimEnd());
  return code === 0;
}
