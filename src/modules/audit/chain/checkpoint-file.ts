import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { appendFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { StartError } from '../../../platform/config/config.errors.js';
import { Checkpoint } from './checkpoint.js';

const KEY_FILE = 'audit-key.pem';
const FILE = 'audit-checkpoints.ndjson';

export const checkpointFile = (dataDir: string) => join(dataDir, FILE);

/** This node's signing key, made when it is first needed: readable by nobody else, and never in the database. */
export async function readKey(dataDir: string): Promise<KeyObject> {
  const path = join(dataDir, KEY_FILE);
  if (!existsSync(path)) {
    await mkdir(dataDir, { recursive: true });
    const { privateKey } = generateKeyPairSync('ed25519');
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' });
    // Two at once: the first one's stays.
    await writeFile(path, pem, { mode: 0o600, flag: 'wx' }).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  }
  return createPrivateKey(await readFile(path));
}

/** Adds them at the end, one a line. */
export async function appendCheckpoints(dataDir: string, checkpoints: readonly Checkpoint[]): Promise<void> {
  if (checkpoints.length === 0) return;
  await appendFile(checkpointFile(dataDir), checkpoints.map((one) => `${JSON.stringify(one)}\n`).join(''), {
    mode: 0o600,
  });
}

/**
 * Reads them one by one; a last line that was cut off while it was written is passed over.
 *
 * @throws StartError naming the line that is no checkpoint
 */
export async function* readCheckpoints(path: string): AsyncGenerator<Checkpoint> {
  if (!existsSync(path)) return;
  let bad = 0;
  let number = 0;
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Infinity })) {
    number++;
    if (line === '') continue;
    if (bad > 0) throw new StartError(`Line ${bad} of ${path} is no checkpoint.`);
    const read = Checkpoint.safeParse(parseOr(line));
    if (read.success) yield read.data;
    else bad = number;
  }
}

function parseOr(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
