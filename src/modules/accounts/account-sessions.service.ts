import { Injectable } from '@nestjs/common';
import type { Caller } from '../../platform/auth/caller.js';
import { SignIn } from '../../platform/auth/sign-in.js';
import { notFound } from '../../platform/http/domain-error.js';
import { accountOf } from './account-of.js';
import { describeDevice } from './describe-device.js';

/** Where somebody is signed in. A session that ends takes its sockets along within seconds (platform/sockets). */
@Injectable()
export class AccountSessionsService {
  constructor(private readonly signIn: SignIn) {}

  async list(caller: Caller) {
    const { authUserId, sessionId } = accountOf(caller);
    const rows = await this.signIn.sessions.list(authUserId);
    return {
      items: rows.map((row) => ({
        id: row.id,
        current: row.id === sessionId,
        ...describeDevice(row.userAgent),
        address: row.ipAddress || null,
        signedInAt: row.createdAt.toISOString(),
        seenAt: row.seenAt.toISOString(),
        endsAt: row.expiresAt.toISOString(),
      })),
    };
  }

  async end(caller: Caller, id: string): Promise<void> {
    if (!(await this.signIn.sessions.end(accountOf(caller).authUserId, id))) throw notFound('session');
    caller.act.objectId = id;
  }

  async endOthers(caller: Caller): Promise<void> {
    const { authUserId, sessionId } = accountOf(caller);
    caller.act.count = await this.signIn.sessions.endOthers(authUserId, sessionId);
  }
}
