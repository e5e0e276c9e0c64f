export interface Command {
  readonly about: string;
  readonly run: (args: string[]) => Promise<void>;
}

/** Each is loaded when it is asked for: most need the whole server, which takes seconds to read; the list does not. */
export const COMMANDS: Readonly<Record<string, Command>> = {
  start: {
    about: 'run Stepwell here, with a demo clinic unless told otherwise',
    run: async (args) => (await import('./serve.js')).serve(args, { demoByDefault: true }),
  },
  serve: {
    about: 'run Stepwell',
    run: async (args) => (await import('./serve.js')).serve(args, { demoByDefault: false }),
  },
  migrate: {
    about: 'bring the database up to date and end',
    run: async () => (await import('./migrate.js')).migrateCommand(),
  },
  'create-clinic': {
    about: 'make an empty clinic and invite its first admin',
    run: async (args) => (await import('./create-clinic.js')).createClinic(args),
  },
  'reset-link': {
    about: 'print a one-use link for somebody who forgot the password',
    run: async (args) => (await import('./reset-link.js')).resetLink(args),
  },
  token: {
    about: 'print a bearer token for an integration',
    run: async (args) => (await import('./token.js')).token(args),
  },
  'rotate-keys': {
    about: 'a new key for signing what apps are told about people',
    run: async (args) => (await import('./rotate-keys.js')).rotateKeys(args),
  },
  doctor: {
    about: 'say what is configured and what is missing',
    run: async () => (await import('./doctor.js')).doctor(),
  },
  simulate: {
    about: 'play a device of a demo patient whose steps fall',
    run: async (args) => (await import('./simulate.js')).simulate(args),
  },
  'replay-raw': {
    about: 'rebuild observations from kept vendor payloads and compare',
    run: async (args) => (await import('./replay-raw.js')).replayRaw(args),
  },
  shrink: {
    about: 'give the disk back what retention has freed of years long past',
    run: async () => (await import('./shrink.js')).shrink(),
  },
  detect: {
    about: 'read series as JSON lines, write trends as JSON lines',
    run: async () => (await import('./detect.js')).detect(),
  },
  replay: {
    about: 'what the detector would have told a clinic, from its stored history',
    run: async (args) => (await import('./replay.js')).replay(args),
  },
  'verify-audit': {
    about: 'check that the audit is what was written',
    run: async (args) => (await import('./verify-audit.js')).verifyAudit(args),
  },
  watchdog: {
    about: 'watch from outside that alerts still reach people',
    run: async (args) => (await import('./watchdog.js')).watchdog(args),
  },
  help: {
    about: 'this list',
    run: () => {
      for (const [name, command] of Object.entries(COMMANDS))
        console.log(`  stepwell ${name.padEnd(14)} ${command.about}`);
      return Promise.resolve();
    },
  },
};
