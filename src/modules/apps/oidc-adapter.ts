import { type Adapter, type AdapterFactory, type AdapterPayload, errors } from 'oidc-provider';
import { UUID } from '../../platform/auth/uuid.js';
import type { OAuthItems } from '../../platform/auth/oauth/oauth-items.js';

/** What the adapter needs of the house. */
export interface AdapterDoors {
  readonly items: OAuthItems;
  readonly findClient: (clientId: string) => Promise<object | undefined>;
  /** A grant and all that came of it is over: somebody ended it, or a code or token was shown twice. */
  readonly onGrantEnded: (grantId: string) => Promise<void>;
}

/** Gives the authorisation server our storage: apps from their own table, all else from one table by kind. */
export function adapterFor(doors: AdapterDoors): AdapterFactory {
  return (kind) => (kind === 'Client' ? new Clients(doors) : new Items(kind, doors));
}

class Items implements Adapter {
  constructor(
    private readonly kind: string,
    private readonly doors: AdapterDoors,
  ) {}

  async upsert(id: string, payload: AdapterPayload, expiresIn: number): Promise<void> {
    // The id is the secret that the holder shows; only its hash is kept.
    const { jti: _, ...kept } = payload;
    const once = this.kind === 'ReplayDetection';
    const grantId = this.kind === 'Grant' ? id : payload.grantId;
    const stored = await this.doors.items.put(this.kind, id, {
      payload: kept,
      lifeS: expiresIn,
      once,
      ...(payload.clientId ? { clientId: payload.clientId } : {}),
      ...(grantId ? { grantId } : {}),
    });
    // Two assertions with one jti at the same moment: the second has lost.
    if (!stored) throw new errors.InvalidClientAuth('client assertion tokens must only be used once');
  }

  async find(id: string): Promise<AdapterPayload | undefined> {
    const found = await this.doors.items.find(this.kind, id);
    if (!found) return undefined;
    return { ...found.payload, jti: id, ...(found.consumedAtS === null ? {} : { consumed: found.consumedAtS }) };
  }

  /** Of two that show the same code or refresh token at once, one is a thief: both lose, and so does what came of it. */
  async consume(id: string): Promise<void> {
    if (await this.doors.items.consume(this.kind, id)) return;
    const grantId = (await this.doors.items.find(this.kind, id))?.payload['grantId'];
    if (typeof grantId === 'string') await this.end(grantId);
    throw new errors.InvalidGrant('already used');
  }

  async destroy(id: string): Promise<void> {
    if (this.kind === 'Grant') await this.end(id);
    else await this.doors.items.remove(this.kind, id);
  }

  async revokeByGrantId(grantId: string): Promise<void> {
    await this.doors.items.removeOfGrant(this.kind, grantId);
  }

  private async end(grantId: string): Promise<void> {
    await this.doors.items.endGrants([grantId]);
    await this.doors.onGrantEnded(grantId);
  }

  /** Sessions are better-auth's, and devices without a keyboard are not offered: nobody asks these. */
  findByUid(): Promise<undefined> {
    return Promise.resolve(undefined);
  }
  findByUserCode(): Promise<undefined> {
    return Promise.resolve(undefined);
  }
}

/** Apps are registered by their clinic's admin, never by the authorisation server. */
class Clients implements Adapter {
  constructor(private readonly doors: AdapterDoors) {}

  /** Ours are UUIDs; other text need not be one that a database can be asked for. */
  async find(clientId: string): Promise<AdapterPayload | undefined> {
    if (!UUID.test(clientId)) return undefined;
    return (await this.doors.findClient(clientId)) as AdapterPayload | undefined;
  }

  upsert = refuse;
  consume = refuse;
  destroy = refuse;
  revokeByGrantId = refuse;
  findByUid = refuse;
  findByUserCode = refuse;
}

const refuse = () => Promise.reject(new Error('Apps are registered in their clinic only'));
