import { type OptionShape, type Options, readOptions } from './options.js';
import type { OpenDatabase } from './open-database.js';

/** What is declared of a command; its usage is printed from it. */
interface Declared<Shape extends OptionShape> {
  readonly about: string;
  readonly options?: Shape;
  /** It may make a database where none is. All others only open one that is there. */
  readonly makesDatabase?: true;
  readonly run: (options: Options<Shape>, open: OpenDatabase) => Promise<void>;
}

export interface Command {
  readonly about: string;
  readonly options: OptionShape;
  readonly makesDatabase: boolean;
  readonly run: (args: string[], open: OpenDatabase) => Promise<void>;
}

function command<const Shape extends OptionShape>(declared: Declared<Shape>): Command {
  const options = declared.options ?? ({} as Shape);
  return {
    about: declared.about,
    options,
    makesDatabase: declared.makesDatabase ?? false,
    run: async (args, open) => declared.run(readOptions(args, options), open),
  };
}

/** Each is loaded when it is asked for: most need the whole server, which takes seconds to read; the list does not. */
export const COMMANDS: Readonly<Record<string, Command>> = {
  start: command({
    about: 'run Stepwell here, with a demo clinic unless told otherwise',
    makesDatabase: true,
    run: async () => (await import('./serve.js')).serve({ demoByDefault: true }),
  }),
  serve: command({
    about: 'run Stepwell',
    makesDatabase: true,
    run: async () => (await import('./serve.js')).serve({ demoByDefault: false }),
  }),
  migrate: command({
    about: 'bring the database up to date and end',
    makesDatabase: true,
    run: async (_options, open) => (await import('./migrate.js')).migrateCommand(open),
  }),
  'create-clinic': command({
    about: 'make an empty clinic and invite its first admin',
    options: {
      slug: undefined,
      name: undefined,
      zone: undefined,
      'admin-email': undefined,
      'admin-name': 'Clinic admin',
    },
    run: async (options, open) => (await import('./create-clinic.js')).createClinic(options, open),
  }),
  'reset-link': command({
    about: 'print a one-use link for somebody who forgot the password',
    options: { email: undefined },
    run: async (options, open) => (await import('./reset-link.js')).resetLink(options, open),
  }),
  token: command({
    about: 'print a bearer token for an integration',
    // Patients read the name under "Who may look".
    options: { clinic: undefined, scopes: undefined, name: 'a program of the clinic', days: '90', for: 'treatment' },
    run: async (options, open) => (await import('./token.js')).token(options, open),
  }),
  'rotate-keys': command({
    about: 'a new key for signing what apps are told about people',
    options: { leaked: false },
    run: async (options, open) => (await import('./rotate-keys.js')).rotateKeys(options, open),
  }),
  doctor: command({
    about: 'say what is configured and what is missing',
    run: async (_options, open) => (await import('./doctor.js')).doctor(open),
  }),
  simulate: command({
    about: 'play a device of a demo patient whose steps fall',
    options: { patient: undefined, clinic: 'demo', days: '7', share: '0.45' },
    run: async (options, open) => (await import('./simulate.js')).simulate(options, open),
  }),
  'replay-raw': command({
    about: 'rebuild observations from kept vendor payloads and compare',
    options: { clinic: '', from: '1970-01-01', to: '9999-12-31' },
    run: async (options, open) => (await import('./replay-raw.js')).replayRaw(options, open),
  }),
  shrink: command({
    about: 'give the disk back what retention has freed of years long past',
    run: async (_options, open) => (await import('./shrink.js')).shrink(open),
  }),
  detect: command({
    about: 'read series as JSON lines, write trends as JSON lines',
    run: async () => (await import('./detect.js')).detect(),
  }),
  replay: command({
    about: 'what the detector would have told a clinic, from its stored history',
    options: { clinic: '', budget: '', from: '', to: '', detector: 'current', json: false },
    run: async (options, open) => (await import('./replay.js')).replay(options, open),
  }),
  'verify-audit': command({
    about: 'check that the audit is what was written',
    options: { clinic: '', checkpoints: '', key: '', json: false },
    run: async (options, open) => (await import('./verify-audit.js')).verifyAudit(options, open),
  }),
  watchdog: command({
    about: 'watch from outside that alerts still reach people',
    options: { once: false, every: '30' },
    run: async (options) => (await import('./watchdog.js')).watchdog(options),
  }),
  help: command({
    about: 'this list; --help behind a command says its options',
    run: () => {
      for (const [name, { about }] of Object.entries(COMMANDS)) console.log(`  stepwell ${name.padEnd(14)} ${about}`);
      return Promise.resolve();
    },
  }),
};
