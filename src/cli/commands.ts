import { createClinic } from './create-clinic.js';
import { detect } from './detect.js';
import { doctor } from './doctor.js';
import { replay } from './replay.js';
import { replayRaw } from './replay-raw.js';
import { resetLink } from './reset-link.js';
import { rotateKeys } from './rotate-keys.js';
import { serve } from './serve.js';
import { shrink } from './shrink.js';
import { simulate } from './simulate.js';
import { token } from './token.js';
import { migrateCommand } from './migrate.js';
import { verifyAudit } from './verify-audit.js';
import { watchdog } from './watchdog.js';

export interface Command {
  readonly about: string;
  readonly run: (args: string[]) => Promise<void>;
}

export const COMMANDS: Readonly<Record<string, Command>> = {
  start: {
    about: 'run Stepwell here, with a demo clinic unless told otherwise',
    run: (args) => serve(args, { demoByDefault: true }),
  },
  serve: { about: 'run Stepwell', run: (args) => serve(args, { demoByDefault: false }) },
  migrate: { about: 'bring the database up to date and end', run: migrateCommand },
  'create-clinic': { about: 'make an empty clinic and invite its first admin', run: createClinic },
  'reset-link': { about: 'print a one-use link for somebody who forgot the password', run: resetLink },
  token: { about: 'print a bearer token for an integration', run: token },
  'rotate-keys': { about: 'a new key for signing what apps are told about people', run: rotateKeys },
  doctor: { about: 'say what is configured and what is missing', run: doctor },
  simulate: { about: 'play a device of a demo patient whose steps fall', run: simulate },
  'replay-raw': { about: 'rebuild observations from kept vendor payloads and compare', run: replayRaw },
  shrink: { about: 'give the disk back what retention has freed of years long past', run: shrink },
  detect: { about: 'read series as JSON lines, write trends as JSON lines', run: detect },
  replay: { about: 'what the detector would have told a clinic, from its stored history', run: replay },
  'verify-audit': { about: 'check that the audit is what was written', run: verifyAudit },
  watchdog: { about: 'watch from outside that alerts still reach people', run: watchdog },
  help: {
    about: 'this list',
    run: () => {
      for (const [name, command] of Object.entries(COMMANDS))
        console.log(`  stepwell ${name.padEnd(14)} ${command.about}`);
      return Promise.resolve();
    },
  },
};
