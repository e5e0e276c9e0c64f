import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { freePort } from '../support/free-port.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import { openSmtpSink, type SmtpSink } from '../support/smtp-sink.js';
import { type Stepwell, stepwell } from '../support/stepwell.js';
import { until } from '../support/until.js';

const CANARY = 'canary.bird@people.example';
const PASSWORD = 'heron lantern gravel';

let database: TestDatabase;
let sink: SmtpSink;
let server: Stepwell;
let url: string;
let env: NodeJS.ProcessEnv;
beforeAll(async () => {
  database = await freshDatabase();
  sink = await openSmtpSink();
  const port = await freePort();
  url = `http://127.0.0.1:${port}`;
  env = {
    PORT: String(port),
    PUBLIC_URL: url,
    DATABASE_URL: database.ownerUrl,
    SMTP_URL: sink.url,
    LOG_LEVEL: 'trace',
  };
  server = stepwell(['serve'], env);
  await server.says(/Stepwell is at/);
}, 120_000);
afterAll(async () => {
  server?.send('SIGTERM');
  await server?.ended;
  await sink?.close();
  await database?.drop();
});

const newestLink = () => /#(ml_[\w-]+)/.exec(sink.mails.at(-1)?.replace(/=\n/g, '') ?? '')?.[1] ?? 'none';

describe('a server with a mail server, logging all it can', () => {
  const secrets: string[] = [CANARY, PASSWORD, 'canary.bird'];
  const page = () => request.agent(url).set('origin', url);

  it('sends the mails of an account’s life: invitation by hand, confirmation, reset, notice', async () => {
    const made = stepwell(
      ['create-clinic', '--slug', 'canary', '--name', 'Canary', '--zone', 'Europe/Berlin', '--admin-email', CANARY],
      env,
    );
    expect(await made.ended).toBe(0);
    await until('its mail', () => sink.mails.length === 1);
    const token = /invite\/(inv_[\w-]+)/.exec(made.output())?.[1] ?? 'none';
    await page().post(`/api/v1/invitations/${token}/accept`).send({ password: PASSWORD }).expect(204);
    await until('its mail', () => newestLink() !== 'none');
    const confirm = newestLink();
    await page().post('/api/v1/sign-in/confirm-email').send({ token: confirm }).expect(200);
    await page().post('/api/v1/sign-in/forgot').send({ email: CANARY }).expect(204);
    await until('its mail', () => newestLink() !== confirm && newestLink() !== 'none');
    const reset = newestLink();
    await page().post('/api/v1/sign-in/reset').send({ token: reset, password: PASSWORD }).expect(204);
    await until('its mail', () => sink.mails.at(-1)?.includes('A change to your Stepwell account') ?? false);
    expect(sink.mails.at(-1)).toContain(`To: ${CANARY}`);
    secrets.push(token, confirm, reset);
  }, 60_000);

  it('has no outbox', async () => {
    await page().get('/api/v1/outbox').expect(404);
  });

  it('gives a link to whoever runs it, for somebody whom no mail reaches', async () => {
    const run = stepwell(['reset-link', '--email', CANARY], env);
    expect(await run.ended).toBe(0);
    const token = /\/reset#(ml_[\w-]+)/.exec(run.output())?.[1] ?? 'none';
    await page().post('/api/v1/sign-in/reset').send({ token, password: PASSWORD }).expect(204);
    secrets.push(token);
  }, 60_000);

  it('writes no address, password, token or cookie into its log, whatever goes wrong', async () => {
    const agent = page();
    const post = (path: string, body: object | string) =>
      agent.post(path).set('content-type', 'application/json').send(body);
    const signedIn = await post('/auth/sign-in/email', { email: CANARY, password: PASSWORD }).expect(200);
    const cookies = (signedIn.headers['set-cookie'] as unknown as string[]).map(
      (one) => /=([^;]+)/.exec(one)?.[1] ?? '',
    );
    secrets.push(...cookies.filter((value) => value.length > 10));
    await post('/auth/sign-in/email', { email: CANARY, password: 'canary wrong words' }).expect(401);
    await post('/auth/sign-in/email', `{"email":"${CANARY}","password":`).expect(400);
    await post('/auth/sign-in/email', { email: [CANARY], password: PASSWORD }).expect(400);
    await post('/auth/sign-in/social', { provider: CANARY, callbackURL: '/' }).expect(404);
    await post('/api/v1/sign-in/forgot', { email: CANARY, more: PASSWORD }).expect(422);
    await agent.get(`/auth/callback/harbour?code=${PASSWORD.replaceAll(' ', '')}&state=${CANARY}`);
    await agent.get(`/api/v1/invitations/${CANARY}`).expect(404);
    await request(url).get('/api/v1/session').set('authorization', `Bearer swt_${CANARY}`).expect(401);
    await agent.get(`/api/v1/session?access_token=swt_${CANARY}`).expect(200);
    await request(url).get(`/api/v1/session?access_token=swt_${CANARY}`).expect(401);
    // Reached, refused, and reached no more: a mail that cannot be sent is worth a line.
    await sink.close();
    await database.asOwner('DELETE FROM auth.sign_in_attempt');
    await post('/api/v1/sign-in/forgot', { email: CANARY }).expect(204);
    await until('its mail', () => server.output().includes('mail was not sent'));
    for (const secret of secrets) expect(server.output()).not.toContain(secret);
  }, 60_000);
});
