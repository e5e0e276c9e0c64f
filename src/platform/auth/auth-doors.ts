import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Config } from '../config/config.js';
import { DomainError } from '../http/domain-error.js';
import { sendProblem } from '../http/problem.filter.js';
import { type DoorRequest as Request, narrowBody } from './door-bodies.js';
import type { RequestLimits } from './request-limits.js';
import type { AuthAnswer, SignIn } from './sign-in.js';
import type { SignInRecord } from './sign-in-record.js';
import { untilFloor } from './uniform-time.js';

/** What better-auth's answer becomes. session: nothing of it but whether a second factor is asked for; no token reaches a script. */
type Outcome = 'session' | 'as-is';

interface Door {
  readonly outcome: Outcome;
  /** A guess at a password or a code, which is counted. */
  readonly guess?: 'password' | 'code';
}

/**
 * What is open under /auth, of all that better-auth would answer. Everything else about an account has a route of ours,
 * which passes the choke point.
 */
const DOORS: Readonly<Record<string, Door>> = {
  'POST /auth/sign-in/email': { outcome: 'session', guess: 'password' },
  'POST /auth/sign-in/social': { outcome: 'as-is' },
  'GET /auth/callback/:provider': { outcome: 'as-is' },
  'POST /auth/two-factor/verify-totp': { outcome: 'session', guess: 'code' },
  'POST /auth/two-factor/verify-backup-code': { outcome: 'session', guess: 'code' },
  'GET /auth/passkey/generate-authenticate-options': { outcome: 'as-is' },
  'POST /auth/passkey/verify-authentication': { outcome: 'session' },
  'POST /auth/sign-out': { outcome: 'as-is' },
};

/** better-auth speaks web Request and Response. */
export function openAuthDoors(
  fastify: FastifyInstance,
  { signIn, record, limits }: { signIn: SignIn; record: SignInRecord; limits: RequestLimits },
  config: Config,
): void {
  for (const [name, door] of Object.entries(DOORS)) {
    const [method = '', url = ''] = name.split(' ');
    fastify.route({
      method,
      url,
      handler: async (request: Request, reply: FastifyReply) => {
        try {
          limits.admitStranger(request.ip);
          narrowBody(request, door.guess);
          const sent = webHeaders(request);
          if (door.guess === 'code')
            sent.set('cookie', await signIn.secondFactors.challengeCookies(request.headers.cookie));
          const ask = () => signIn.handle(toWeb(request, sent, config));
          const answer = await (door.guess ? counted(signIn, record, request, door.guess, ask) : ask());
          await keepRecord(signIn, record, request, answer);
          return await send(signIn, request, reply, door, answer);
        } catch (error) {
          sendProblem(error, request, reply);
          return reply;
        }
      },
    });
  }
}

/** The headers of a request for better-auth, with the address that our proxies vouch for. */
export function webHeaders(request: FastifyRequest): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) if (typeof value === 'string') headers.set(name, value);
  headers.set('x-stepwell-peer', request.ip);
  headers.delete('content-length');
  return headers;
}

function toWeb(request: Request, headers: Headers, config: Config): globalThis.Request {
  return new Request(config.publicUrl + request.url, {
    method: request.method,
    headers,
    ...(request.rawBody?.length ? { body: new Uint8Array(request.rawBody) } : {}),
  });
}

export const tooManyAttempts = (waitSeconds: number) =>
  new DomainError(
    'TOO_MANY_ATTEMPTS',
    429,
    `Too many attempts. Try again in ${waitSeconds < 90 ? `${waitSeconds} seconds` : `${Math.ceil(waitSeconds / 60)} minutes`}.`,
    [],
    undefined,
    waitSeconds,
  );

/** Lets a guess through when its turn has come. A failure takes the same time whatever its reason. */
async function counted(
  signIn: SignIn,
  record: SignInRecord,
  request: Request,
  kind: 'password' | 'code',
  ask: () => Promise<AuthAnswer>,
): Promise<AuthAnswer> {
  const startedMs = performance.now();
  const { email, password } = (request.body ?? {}) as { email?: unknown; password?: unknown };
  const account = kind === 'password' && typeof email === 'string' ? email : '';
  const device = account ? await signIn.devices.find(request.headers.cookie, account) : undefined;
  const turn =
    kind === 'password'
      ? await signIn.attempts.guess({ email: account, address: request.ip, device })
      : await signIn.attempts.guessCode(request.ip);
  if (!('succeeded' in turn)) throw tooManyAttempts(turn.waitSeconds);
  const deny = (userId: string) =>
    record.write(userId, 'Session', 'sign-in', { requestId: request.id, address: request.ip }, 'denied');
  // Before it is judged: the fifth wrong code takes the challenge away.
  const challenged = kind === 'code' ? await signIn.secondFactors.challenged(request.headers.cookie) : undefined;
  const answer = await ask();
  if (!answer.response.ok) {
    // Within the floor, so that nobody learns from the time whether there was an account to write about.
    const known = account ? (await signIn.accounts.findByEmail(account))?.id : challenged;
    if (known) await deny(known);
    await untilFloor(startedMs);
    return answer;
  }
  const { code } = (request.body ?? {}) as { code?: unknown };
  const { session } = answer.facts;
  if (kind === 'code' && session && !(await signIn.secondFactors.useCode(session.userId, String(code)))) {
    await signIn.sessions.end(session.userId, session.id);
    await deny(session.userId);
    throw new DomainError('CODE_USED', 401, 'This code was used already. Wait for the next one.');
  }
  await turn.succeeded();
  if (kind === 'password' && typeof password === 'string') await signIn.accounts.upgradePassword(account, password);
  return answer;
}

/** A new session takes the place of the browser's old one, and stands in the audit. Halfway the browser has lost its old one. */
async function keepRecord(
  signIn: SignIn,
  record: SignInRecord,
  request: Request,
  { facts: { session, halfway } }: AuthAnswer,
): Promise<void> {
  if (!session && !halfway) return;
  const before = await signIn.read(request.headers.cookie, false);
  if (before && before.sessionId !== session?.id) await signIn.sessions.end(before.authUserId, before.sessionId);
  if (session) await record.write(session.userId, 'Session', 'sign-in', { requestId: request.id, address: request.ip });
}

async function send(
  signIn: SignIn,
  request: Request,
  reply: FastifyReply,
  door: Door,
  { response, facts }: AuthAnswer,
): Promise<FastifyReply> {
  const cookies = response.headers.getSetCookie();
  if (facts.session) cookies.push(await signIn.devices.remember(request.headers.cookie, facts.session.userId));
  void reply.status(response.status).header('cache-control', 'no-store');
  if (cookies.length) void reply.header('set-cookie', cookies);
  const location = response.headers.get('location');
  if (location && response.status >= 300 && response.status < 400) void reply.header('location', location);
  const body = Buffer.from(await response.arrayBuffer());
  if (response.status >= 400) throw toRefusal(response.status, body);
  void reply.type(response.headers.get('content-type') ?? 'application/json');
  if (door.outcome === 'as-is' || !response.ok) return reply.send(body);
  const { twoFactorRedirect } = JSON.parse(body.toString('utf8')) as { twoFactorRedirect?: boolean };
  return reply.send({ secondFactor: twoFactorRedirect === true });
}

/** better-auth's code and sentence, said as we say every error. */
function toRefusal(status: number, body: Buffer): Error {
  if (status >= 500) return new Error(`better-auth answered ${status}`);
  const { code, message } = readError(body);
  const stable = typeof code === 'string' ? code : status === 404 ? 'NOT_FOUND' : 'REFUSED';
  return new DomainError(stable, status, typeof message === 'string' ? message : 'This was refused.');
}

function readError(body: Buffer): { readonly code?: unknown; readonly message?: unknown } {
  try {
    return (JSON.parse(body.toString('utf8')) ?? {}) as { code?: unknown; message?: unknown };
  } catch {
    return {};
  }
}
