import { type ArgumentsHost, Catch, type ExceptionFilter, Injectable } from '@nestjs/common';
import { callerOf } from '../auth/access.decorator.js';
import { ChokePoint } from '../auth/choke-point.js';
import { DomainError } from '../http/domain-error.js';
import { logger } from '../telemetry/logger.js';

/** What ProblemFilter is for routes: a refused event is answered with `{ error: { code, message } }`. */
@Catch()
@Injectable()
export class SocketProblemFilter implements ExceptionFilter {
  constructor(private readonly chokePoint: ChokePoint) {}

  async catch(error: unknown, host: ArgumentsHost): Promise<void> {
    const acknowledge: unknown = host.getArgs().find((arg) => typeof arg === 'function');
    const problem =
      error instanceof DomainError
        ? { code: error.code, message: error.message }
        : { code: 'INTERNAL', message: 'Something went wrong on our side. Try again.' };
    if (typeof acknowledge === 'function') acknowledge({ error: problem });
    if (!(error instanceof DomainError)) {
      const fault = error as { name?: string; code?: string; stack?: string };
      const frames = fault.stack?.split('\n').filter((line) => line.startsWith('    at '));
      logger.error({ name: fault.name, code: fault.code, stack: frames?.slice(0, 12) }, 'socket event failed');
      return;
    }
    const caller = callerOf(host.switchToWs().getData());
    // A role that may not do this at all was written down by the choke point; this is for what a service refused.
    if (caller && (error.status === 403 || error.status === 404))
      await this.chokePoint.deny(caller).catch(() => logger.warn('a refused socket event was not written down'));
  }
}
