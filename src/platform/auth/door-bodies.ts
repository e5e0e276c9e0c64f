import type { FastifyRequest } from 'fastify';

export type DoorRequest = FastifyRequest & { rawBody?: Buffer };

/** What of a body goes on to better-auth. */
export function narrowBody(request: DoorRequest, guess: 'password' | 'code' | undefined): void {
  if (!request.rawBody?.length) return;
  if (guess === 'code') onlyCode(request);
  else trimEmail(request);
}

/** better-auth would take `trustDevice`, and not ask this browser for a code again; nobody may say so. */
function onlyCode(request: DoorRequest): void {
  const { code } = (request.body ?? {}) as { code?: unknown };
  replaceBody(request, { code });
}

/** Keyboards of phones put a blank behind an address that they suggest. */
function trimEmail(request: DoorRequest): void {
  const body = request.body as { email?: unknown } | null | undefined;
  if (typeof body?.email !== 'string' || body.email === body.email.trim()) return;
  replaceBody(request, { ...body, email: body.email.trim() });
}

function replaceBody(request: DoorRequest, body: object): void {
  request.body = body;
  request.rawBody = Buffer.from(JSON.stringify(body));
}
