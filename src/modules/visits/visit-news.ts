import { Injectable } from '@nestjs/common';
import type { VisitState } from './visit-lifecycle.js';

export interface VisitMoved {
  readonly clinicId: string;
  readonly visitId: string;
  readonly state: VisitState;
}

/** Tells this node's open rooms that a visit moved. A hint: the page's truth is the delivery beside it. */
@Injectable()
export class VisitNews {
  private listener: (moved: VisitMoved) => void = () => undefined;

  listen(listener: (moved: VisitMoved) => void): void {
    this.listener = listener;
  }

  tell(moved: VisitMoved): void {
    this.listener(moved);
  }
}
