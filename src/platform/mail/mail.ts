import { Injectable } from '@nestjs/common';
import { createTransport, type Transporter } from 'nodemailer';
import { Config } from '../config/config.js';
import { logger } from '../telemetry/logger.js';
import type { Letter } from './letters.js';

const KEPT_IN_OUTBOX = 50;
/** Where we give up, the connection ends: a server that takes the mail after that would have it once for each attempt. */
const PATIENCE = { connectionTimeout: 5000, greetingTimeout: 5000, socketTimeout: 15_000 };

export interface OutboxMail extends Letter {
  readonly to: string;
  readonly at: string;
}

/**
 * Mails to people. With SMTP_URL they are sent; without it they are kept in memory for /outbox, on a machine of one's
 * own; else nobody gets them.
 */
@Injectable()
export class Mail {
  private readonly transport: Transporter | undefined;
  private readonly kept: OutboxMail[] = [];

  constructor(private readonly config: Config) {
    this.transport = config.smtpUrl ? createTransport({ url: config.smtpUrl, ...PATIENCE }) : undefined;
  }

  /** Does a mail reach anybody? */
  get reachesPeople(): boolean {
    return this.transport !== undefined || this.config.accounts.outbox;
  }

  /** Does a mail go out of here, to the address it is for? */
  get leaves(): boolean {
    return this.transport !== undefined;
  }

  /** The last mails that nobody could send, the newest first. */
  get outbox(): readonly OutboxMail[] {
    return this.kept;
  }

  /** For the seed of a demo: its people have come in already, and their links are used. */
  forgetOutbox(): void {
    this.kept.length = 0;
  }

  /** A mail that cannot be sent never undoes the act it tells of. */
  async send(to: string, letter: Letter): Promise<void> {
    try {
      await this.hand(to, letter);
    } catch (error) {
      logger.warn({ code: (error as { code?: string }).code }, 'mail was not sent');
    }
  }

  /**
   * For whoever tries again: throws what the mail server said.
   *
   * @param id - the same for each attempt, so that the mail is the same one
   */
  async hand(to: string, { subject, text }: Letter, id?: string): Promise<void> {
    if (!this.transport) {
      if (!this.config.accounts.outbox) return;
      this.kept.unshift({ to, subject, text, at: new Date().toISOString() });
      this.kept.length = Math.min(this.kept.length, KEPT_IN_OUTBOX);
      return;
    }
    const { hostname } = new URL(this.config.publicUrl);
    const from = this.config.accounts.mailFrom ?? `Stepwell <no-reply@${hostname}>`;
    const messageId = id === undefined ? {} : { messageId: `<${id}@${hostname}>` };
    await this.transport.sendMail({ from, to, subject, text, ...messageId });
  }
}
