import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../free-port.js';
import { killGroup, type Stepwell, stepwell } from '../stepwell.js';
import { DurableNode } from './durable-node.js';

/** Two nodes on one PostgreSQL, which the first of them starts and keeps alive. Each can be killed and come back. */
export class NodePair {
  private second!: Stepwell;

  private constructor(
    readonly first: DurableNode,
    private readonly secondPort: number,
  ) {}

  static async open(settings: Record<string, string> = {}): Promise<NodePair> {
    const pair = new NodePair(await DurableNode.open(settings), await freePort());
    await pair.startSecond(settings);
    return pair;
  }

  get urls(): readonly [string, string] {
    return [this.first.url, `http://127.0.0.1:${this.secondPort}`];
  }

  /** kill -9 of one of them, and its next start. */
  async kill(which: 0 | 1): Promise<void> {
    if (which === 0) {
      await this.first.killNode();
      await this.first.start();
    } else {
      await killGroup(this.second);
      await this.startSecond();
    }
  }

  async killPostgres(): Promise<void> {
    await this.first.killPostgres();
    while (!(await this.first.isReady())) await sleep(50);
  }

  async startSecond(settings: Record<string, string> = {}): Promise<void> {
    const env = {
      PORT: String(this.secondPort),
      DATABASE_URL: this.first.ownerUrl(),
      STEPWELL_DEMO: 'off',
      ...settings,
    };
    // It does not start while PostgreSQL is just coming back.
    for (let tries = 0; ; tries++) {
      this.second = stepwell(['serve'], { LOG_LEVEL: 'error', ...env });
      try {
        return await this.second.says(/Stepwell is at/);
      } catch (error) {
        if (tries === 20) throw error;
        await sleep(200);
      }
    }
  }

  /** As a supervisor ends the second: with a word, and waits. @returns its exit code */
  async stopSecond(): Promise<number | null> {
    this.second.send('SIGTERM');
    return this.second.ended;
  }

  async close(): Promise<void> {
    await killGroup(this.second);
    await this.first.close();
  }
}
