import pg from 'pg';
import { logger } from '../telemetry/logger.js';

/**
 * Hears, over a connection of its own, that a clinic has something new on a channel: deliveries, say. Only a hint: while
 * it is cut off nothing is lost, whoever listens also polls and finds the same rows a little later.
 */
export class Doorbell {
  private client: pg.Client | undefined;
  private retry: NodeJS.Timeout | undefined;
  private attempts = 0;
  private stopped = false;

  constructor(
    private readonly url: string,
    private readonly channel: string,
    private readonly onRing: (clinicId: string) => void,
  ) {}

  start(): void {
    void this.connect();
  }

  private async connect(): Promise<void> {
    const client = new pg.Client({
      connectionString: this.url,
      application_name: 'stepwell_doorbell',
      connectionTimeoutMillis: 5_000,
      keepAlive: true,
      keepAliveInitialDelayMillis: 10_000,
    });
    this.client = client;
    client.on('notification', (message) => message.payload && this.onRing(message.payload));
    client.on('error', () => undefined);
    client.once('end', () => client === this.client && this.later());
    try {
      await client.connect();
      await client.query(`LISTEN ${this.channel}`);
      this.attempts = 0;
    } catch (error) {
      // Hung up while it was still dialling: nobody waits for it any more.
      if (this.stopped) return;
      logger.warn({ code: (error as { code?: string }).code }, 'doorbell not connected; polling goes on');
      if (client === this.client) this.later();
    }
  }

  private later(): void {
    if (this.stopped) return;
    const failed = this.client;
    this.client = undefined;
    void failed?.end().catch(() => undefined);
    const pauseMs = Math.min(5_000, 100 * 2 ** this.attempts++) * (0.5 + Math.random() / 2);
    this.retry = setTimeout(() => void this.connect(), pauseMs);
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.retry);
    const client = this.client;
    this.client = undefined;
    await client?.end().catch(() => undefined);
  }
}
