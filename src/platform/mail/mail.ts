import { Injectable } from '@nestjs/common';
import { createTransport, type Transporter } from 'nodemailer';
import { Config } from '../config/config.js';
import { logger } from '../telemetry/logger.js';

/** A mail: plain text, nothing about health in it, and no name that a wrong reader could learn something from. */
export interface Letter {
  readonly subject: string;
  readonly text: string;
}

/** Mails to people, without anything about health in them. Without SMTP_URL nothing is sent; links are shown on screen. */
@Injectable()
export class Mail {
  private readonly transport: Transporter | undefined;

  constructor(private readonly config: Config) {
    this.transport = config.smtpUrl ? createTransport(config.smtpUrl) : undefined;
  }

  sendInvitation(to: string, link: string): Promise<void> {
    return this.send(to, {
      subject: 'Your invitation to Stepwell',
      text: `You have been invited to Stepwell. Open this link within 7 days to choose a password:\n\n${link}\n`,
    });
  }

  /** A mail that cannot be sent never undoes the act it tells of. */
  async send(to: string, { subject, text }: Letter): Promise<void> {
    if (!this.transport) return;
    const host = new URL(this.config.publicUrl).hostname;
    try {
      await this.transport.sendMail({ from: `Stepwell <no-reply@${host}>`, to, subject, text });
    } catch (error) {
      logger.warn({ code: (error as { code?: string }).code }, 'mail was not sent');
    }
  }
}
