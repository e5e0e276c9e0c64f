import { Injectable } from '@nestjs/common';
import webPush from 'web-push';
import { SealedKeys } from '../../../platform/auth/sealed-keys.js';
import { Config } from '../../../platform/config/config.js';

interface Vapid {
  readonly publicKey: string;
  readonly privateKey: string;
}

/** The keys by which push services know us (RFC 8292): from the settings, else made once for all nodes. */
@Injectable()
export class PushKeys {
  private known: Promise<Vapid> | undefined;

  constructor(
    private readonly config: Config,
    private readonly sealed: SealedKeys,
  ) {}

  keys(): Promise<Vapid> {
    this.known ??= this.find().catch((error: unknown) => {
      this.known = undefined;
      throw error;
    });
    return this.known;
  }

  private async find(): Promise<Vapid> {
    return this.config.notices.vapid ?? this.sealed.keyFor('web-push', () => webPush.generateVAPIDKeys());
  }
}
