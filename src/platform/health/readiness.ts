import { Injectable } from '@nestjs/common';

/** Lets whoever starts the server hold back "ready" until the first data is there, and whoever stops it end it first. */
@Injectable()
export class Readiness {
  private holds = 0;
  private leaving = false;

  async holdWhile<T>(work: () => Promise<T>): Promise<T> {
    this.holds++;
    try {
      return await work();
    } finally {
      this.holds--;
    }
  }

  /** From now on balancers send nobody here any more. */
  leave(): void {
    this.leaving = true;
  }

  state(): 'starting' | 'ready' | 'leaving' {
    if (this.leaving) return 'leaving';
    return this.holds === 0 ? 'ready' : 'starting';
  }
}
