import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const PROCESSES = 2;

/** A child process of this folder that is asked and answers by messages, and ends when it is let go. */
export function child(file, args) {
  const process = fork(join(import.meta.dirname, file), [JSON.stringify(args)]);
  const heard = () => once(process, 'message').then(([message]) => message);
  return {
    heard,
    ask: () => (process.send('?'), heard()),
    end: () => process.disconnect(),
  };
}

/** These people's worklists, open. `ask` tells what they heard since it was last asked. */
export async function openCrowd(url, faces) {
  const share = Math.ceil(faces.length / PROCESSES);
  const children = [];
  for (let from = 0; from < faces.length; from += share) {
    const cookies = faces.slice(from, from + share).map(({ cookie }) => cookie);
    children.push(child('clinicians.mjs', { url, cookies }));
  }
  await Promise.all(children.map((one) => one.heard()));
  return {
    async ask() {
      const told = await Promise.all(children.map((one) => one.ask()));
      return {
        heard: told.flatMap(({ heard }, process) => heard.map((one) => ({ ...one, process }))),
        read: told.flatMap(({ read }) => read),
        failed: told.reduce((sum, { failed }) => sum + failed, 0),
      };
    },
    end: () => children.forEach((one) => one.end()),
  };
}
