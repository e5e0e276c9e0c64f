import { Injectable } from '@nestjs/common';

/** Lets whoever starts the server hold back "ready" until the first data is there. */
@Injectable()
export class Readiness {
  private holds = 0;

  async holdWhile<T>(work: () => Promise<T>): Promise<T> {
    this.holds++;
    try {
      return await work();
    } finally {
      this.holds--;
    }
  }

  isReady(): boolean {
    return this.holds === 0;
  }
}
