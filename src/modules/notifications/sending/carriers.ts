import { Injectable } from '@nestjs/common';
import webPush from 'web-push';
import { SealedKeys } from '../../../platform/auth/sealed-keys.js';
import { Config } from '../../../platform/config/config.js';
import { OutsidePost } from '../../../platform/http/outside-post.js';
import { Mail } from '../../../platform/mail/mail.js';
import { WEBHOOK_SECRET } from '../clinic/clinic-channels.service.js';
import { FIRST_PAGE, toLetter, wordsOf } from './notice-words.js';
import { PushKeys } from './push-keys.js';
import type { TakenNotice } from './sending.repository.js';
import { signBody } from './sign-body.js';

/**
 * sent; gone: there is nobody at that address any more; no-secret: it could not be signed, and trying again changes nothing.
 * Whatever else fails is thrown, and tried again.
 */
export type Carried = 'sent' | 'gone' | 'no-secret';

/** A push that nobody fetched for so long is old news: the page tells what waits. */
const KEPT_SECONDS = { now: 900, ordinary: 8 * 3600, test: 60 } as const;

/** The ways by which notices leave the house. */
@Injectable()
export class Carriers {
  constructor(
    private readonly config: Config,
    private readonly mail: Mail,
    private readonly post: OutsidePost,
    private readonly pushKeys: PushKeys,
    private readonly sealed: SealedKeys,
  ) {}

  carry(notice: TakenNotice): Promise<Carried> {
    if (notice.channel === 'web-push') return this.push(notice);
    return notice.channel === 'e-mail' ? this.write(notice) : this.tellMachine(notice);
  }

  private async push({ id, subscription, words, urgency, emergencyNumber }: TakenNotice): Promise<Carried> {
    if (!subscription) return 'gone';
    const { endpoint, p256dh, auth } = subscription;
    const { publicKey, privateKey } = await this.pushKeys.keys();
    const { title, body, path } = wordsOf(words, urgency, emergencyNumber);
    const request = webPush.generateRequestDetails(
      { endpoint, keys: { p256dh, auth } },
      JSON.stringify({ title, body, path, tag: id }),
      {
        vapidDetails: { subject: this.config.notices.vapidSubject, publicKey, privateKey },
        contentEncoding: 'aes128gcm',
        TTL: KEPT_SECONDS[urgency],
        urgency: urgency === 'ordinary' ? 'normal' : 'high',
      },
    );
    const status = await this.post.send({
      url: endpoint,
      headers: request.headers as never,
      body: request.body as Buffer,
    });
    // 404 and 410: the subscription has ended (RFC 8030, 7.3).
    if (status === 404 || status === 410) return 'gone';
    return assertTaken(status);
  }

  private async write({
    id,
    target,
    email,
    fallbackEmail,
    words,
    urgency,
    emergencyNumber,
  }: TakenNotice): Promise<Carried> {
    const to = target === 'fallback' ? fallbackEmail : email;
    if (to === null) return 'gone';
    const letter = toLetter(wordsOf(words, urgency, emergencyNumber), this.config.publicUrl);
    // The same for every attempt: a mail server or a reader that has it already may drop the others.
    await this.mail.hand(to, letter, id);
    return 'sent';
  }

  private async tellMachine(notice: TakenNotice): Promise<Carried> {
    const { id, target, urgency, madeAt, webhookSecret } = notice;
    const url = target === 'fallback' ? notice.fallbackWebhookUrl : notice.webhookUrl;
    if (!url) return 'gone';
    const opened = webhookSecret && (await this.sealed.unseal(WEBHOOK_SECRET, webhookSecret));
    if (!opened) return 'no-secret';
    const type = target === 'fallback' ? 'item.unanswered' : 'item.waiting';
    const link = `${this.config.publicUrl}${FIRST_PAGE}`;
    const body = JSON.stringify({ id, type, urgency, at: madeAt.toISOString(), link });
    const headers = {
      'content-type': 'application/json',
      // The same for every attempt: whoever has taken it once may drop the others.
      'stepwell-delivery': id,
      'stepwell-signature': signBody((opened as { secret: string }).secret, body, new Date()),
    };
    return assertTaken(await this.post.send({ url, headers, body: Buffer.from(body) }));
  }
}

function assertTaken(status: number): 'sent' {
  if (status < 200 || status > 299) throw new Error(`The other side answered ${status}`);
  return 'sent';
}
