import { createPublicKey } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import {
  type Checkpoint,
  checkpointFile,
  isGenuine,
  nameOf,
  readCheckpoints,
  readKey,
  type Verdict,
  verifyClinic,
} from '../modules/audit/index.js';
import { loadConfig } from '../platform/config/config.js';
import { StartError } from '../platform/config/config.errors.js';
import type { OpenDatabase } from './open-database.js';
import { listClinics } from './find-clinic.js';

interface VerifyOptions {
  readonly clinic: string;
  readonly checkpoints: string;
  readonly key: string;
  readonly json: boolean;
}

/**
 * Is the audit what was written? Goes through each clinic's chain and compares it with signed checkpoints: this node's,
 * and those of a file that was kept elsewhere. Ends with 1 and names the first bad row when it is not.
 */
export async function verifyAudit(options: VerifyOptions, open: OpenDatabase): Promise<void> {
  const config = loadConfig(process.env);
  const surroundings = await open(config);
  try {
    const known = await listClinics(surroundings.ownerUrl);
    const clinics = options.clinic === '' ? known : known.filter(({ slug }) => slug === options.clinic);
    if (options.clinic !== '' && clinics.length === 0)
      throw new StartError(`There is no clinic "${options.clinic}" here.`);
    const checkpoints = await collect(config.dataDir, options.checkpoints, options.key);
    for (const { id, slug } of clinics) {
      const own = checkpoints.filter(({ clinic }) => clinic === id);
      const verdict = await verifyClinic(surroundings.workerDatabase.as, id, own);
      if (verdict.fault) process.exitCode = 1;
      console.log(options.json ? JSON.stringify({ clinic: slug, ...verdict }) : describe(slug, verdict));
    }
  } finally {
    await surroundings.close();
  }
}

/** @throws StartError when one of them was not signed with its key */
async function collect(dataDir: string, file: string, keyFile: string): Promise<Checkpoint[]> {
  const ownKey = await readKey(dataDir);
  const key = keyFile === '' ? ownKey : createPublicKey(readFileSync(keyFile));
  if (file !== '' && !existsSync(file)) throw new StartError(`--checkpoints: there is no file ${file}.`);
  const sources = [
    { path: checkpointFile(dataDir), signedBy: ownKey },
    ...(file === '' ? [] : [{ path: file, signedBy: key }]),
  ];
  const found: Checkpoint[] = [];
  for (const { path, signedBy } of sources)
    for await (const checkpoint of readCheckpoints(path)) {
      if (!isGenuine(checkpoint, signedBy))
        throw new StartError(
          `${path}: the checkpoint of ${checkpoint.at} is not signed with the key ${nameOf(signedBy)}, or was changed. Give the public key of the node that signed it with --key.`,
        );
      found.push(checkpoint);
    }
  return found;
}

function describe(slug: string, { rows, links, hash, checkpoints, fault }: Verdict): string {
  if (fault) return `${slug}: NOT as it was written: ${fault.sentence}.`;
  const compared =
    checkpoints === 0 ? 'no signed checkpoint to compare with' : `agrees with ${checkpoints} signed checkpoints`;
  return `${slug}: ${rows} rows in ${links} links, as they were written; ${compared}. Head ${hash ?? 'none yet'}`;
}
