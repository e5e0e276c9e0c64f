import { rawUsageByClinic, scanFile } from '../modules/ingest/index.js';
import { loadConfig, unknownSettings } from '../platform/config/config.js';
import { StartError } from '../platform/config/config.errors.js';
import type { OpenDatabase } from './open-database.js';
import { query } from '../platform/database/database.js';

/** Says what is configured and what is missing. Ends with 1 when there is no database that it can use. */
export async function doctor(open: OpenDatabase): Promise<void> {
  const say = (mark: 'ok' | '--' | 'NO', what: string, detail: string) =>
    console.log(`${mark}  ${what.padEnd(16)} ${detail}`);
  say('ok', 'Node', process.versions.node);
  for (const warning of unknownSettings(process.env)) say('--', 'Settings', warning);
  const config = loadConfig(process.env);
  say(
    'ok',
    'Address',
    `${config.host}:${config.port}, people reach it at ${config.publicUrl}${config.publicUrlGiven ? '' : ' (PUBLIC_URL not set)'}`,
  );
  if (!config.publicUrlGiven && config.host === '0.0.0.0')
    say('--', 'PUBLIC_URL', 'people cannot reach http://0.0.0.0: set PUBLIC_URL to the address they use');
  try {
    const surroundings = await open(config);
    const [row] = await surroundings.database.outside(() =>
      query<{ version: string }>(`SELECT current_setting('server_version') AS version`),
    );
    const clinics = await surroundings.workerDatabase.as.outside(() =>
      query<{ slug: string; demo: boolean }>('SELECT slug, demo FROM clinic ORDER BY created_at'),
    );
    say(
      'ok',
      'Database',
      `${surroundings.embedded ? `embedded, in ${config.dataDir}` : 'DATABASE_URL'}, PostgreSQL ${row?.version ?? '?'}, up to date`,
    );
    say(
      clinics.length ? 'ok' : '--',
      'Clinics',
      clinics.map((c) => c.slug + (c.demo ? ' (demo)' : '')).join(', ') ||
        'none yet: stepwell create-clinic, or npm start for a demo',
    );
    for (const { slug, usage } of await rawUsageByClinic(surroundings.workerDatabase))
      for (const { vendor, kept, removed, keptBytes } of usage)
        say('ok', 'Raw payloads', `${slug}, ${vendor}: ${kept} kept in ${keptBytes} bytes, ${removed} removed`);
    await surroundings.close();
  } catch (error) {
    if (!(error instanceof StartError)) throw error;
    say('NO', 'Database', error.message);
    process.exitCode = 1;
  }
  if (config.liveKit) say('ok', 'Video', `LiveKit at ${config.liveKit.url}`);
  else say('--', 'Video', 'no LIVEKIT_URL: visits are one-to-one, browser to browser; groups are missing');
  if (config.iceServers.length) say('ok', 'STUN/TURN', `${config.iceServers.length} servers`);
  else if (!config.liveKit)
    say('--', 'STUN/TURN', 'STEPWELL_ICE_SERVERS not set: direct video works inside one network only');
  if (config.smtpUrl) say('ok', 'Mail', 'SMTP_URL set');
  else if (config.accounts.outbox) say('--', 'Mail', `no SMTP_URL: mails are shown at ${config.publicUrl}/outbox`);
  else say('--', 'Mail', 'no SMTP_URL: no mail is sent; nobody can choose a new password alone (stepwell reset-link)');
  if (config.uploadScanCommand) {
    // Any file of ours: whether the scanner answers is the question, not what it says of this one.
    const finding = await scanFile(config.uploadScanCommand, import.meta.filename);
    if (finding === 'clean') say('ok', 'Upload scan', `${config.uploadScanCommand[0]} answers`);
    else say('NO', 'Upload scan', `${config.uploadScanCommand.join(' ')} does not answer: uploads wait until it does`);
  } else say('--', 'Upload scan', 'no UPLOAD_SCAN_COMMAND: uploaded files are checked by their form, not for viruses');
  for (const { name, issuer } of config.accounts.singleSignOn) say('ok', 'Single sign-on', `${name}, ${issuer}`);
  if (config.publicUrl.startsWith('https:') && config.accounts.trustedProxies.length === 0)
    say('--', 'TRUSTED_PROXIES', 'not set: behind a proxy all people share the limits on guessing passwords');
}
