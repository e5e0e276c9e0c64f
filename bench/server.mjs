import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:net';
import { loadConfig } from '../dist/src/platform/config/config.js';
import { startServer } from '../dist/src/main.js';
import { issueToken } from '../dist/src/cli/issue-token.js';
import { ClinicsService } from '../dist/src/modules/clinics/index.js';

const PASSWORD = 'measured on a quiet machine';
/** All clients of a bench come from one address, and one token asks as fast as it can. */
const NO_LIMITS = { STEPWELL_ACCOUNT_REQUESTS_PER_MINUTE: '0', STEPWELL_ADDRESS_REQUESTS_PER_MINUTE: '0' };

/** A real server on an empty database with one clinic, a coordinator and a token; no demo. `settings`: more, as in the environment. */
export async function openServer(folder, settings = {}) {
  process.env.LOG_LEVEL = 'error';
  const port = await freePort();
  const own = { HOST: '127.0.0.1', PORT: String(port), STEPWELL_DATA_DIR: folder, STEPWELL_DEMO: 'off', ...NO_LIMITS };
  const config = loadConfig({ ...own, ...settings });
  const server = await startServer(config, () => undefined);
  const url = `http://127.0.0.1:${port}`;
  const clinics = server.app.get(ClinicsService);
  const clinicId = await clinics.createClinic({ slug: 'bench', name: 'Bench', timeZone: 'UTC' });
  const admin = { email: 'admin@bench.example', name: 'Admin' };
  await accept((await clinics.inviteFirstAdmin(clinicId, { id: randomUUID(), ...admin })).link);
  const cookie = await signIn(url, { email: admin.email, password: PASSWORD });
  const coordinator = await employ('coordinator');
  const token = await issueToken(server.surroundings, {
    clinic: 'bench',
    scopes: 'system/*.cruds',
    name: 'bench',
    days: 1,
  });
  const { surroundings } = server;
  const { ownerUrl } = surroundings;
  return {
    url,
    token,
    coordinator,
    employ,
    ownerUrl,
    surroundings,
    get: (part) => server.app.get(part),
    stop: server.stop,
  };

  /** @returns what somebody new of that role signs in with */
  async function employ(role) {
    const account = { email: `${role}@bench.example`, password: PASSWORD };
    const invited = await fetch(`${url}/api/v1/invitations`, {
      method: 'POST',
      headers: { cookie, 'content-type': 'application/json' },
      body: JSON.stringify({ id: randomUUID(), email: account.email, name: `A ${role}`, role }),
    });
    await accept((await invited.json()).link);
    return account;
  }

  function accept(link) {
    return clinics.accept(link.split('/').at(-1), { password: PASSWORD });
  }
}

export async function signIn(url, account) {
  const answer = await fetch(`${url}/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify(account),
  });
  if (!answer.ok) throw new Error(`sign-in: ${answer.status}`);
  return answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');
}

export async function post(server, path, body) {
  const answer = await fetch(server.url + path, {
    method: 'POST',
    headers: { authorization: `Bearer ${server.token}`, 'content-type': 'application/fhir+json' },
    body: JSON.stringify(body),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text.slice(0, 300)}`);
  return JSON.parse(text);
}

function freePort() {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}
