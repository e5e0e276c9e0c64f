import { Injectable } from '@nestjs/common';
import { EventEmitter } from 'node:events';

/** Wakes this node's worker at once. A hint only: the worker looks by itself as well, on every node. */
@Injectable()
export class DueSignal {
  private readonly bell = new EventEmitter();

  ring(): void {
    this.bell.emit('due');
  }

  onRing(listener: () => void): void {
    this.bell.on('due', listener);
  }
}
