import { Controller, Get, Header } from '@nestjs/common';
import { OpenToAll } from '../auth/access.decorator.js';
import { Database, query } from '../database/database.js';
import { DomainError } from '../http/domain-error.js';
import { Readiness } from './readiness.js';
import { registry } from '../telemetry/metrics.js';

@Controller()
export class HealthController {
  constructor(
    private readonly database: Database,
    private readonly readiness: Readiness,
  ) {}

  @Get('health/live')
  @OpenToAll('a process supervisor asks; depends on nothing')
  live() {
    return { status: 'live' };
  }

  @Get('health/ready')
  @OpenToAll('a load balancer asks; says nothing about patients')
  async ready() {
    const state = this.readiness.state();
    if (state !== 'ready')
      throw new DomainError('UNAVAILABLE', 503, state === 'starting' ? 'Still starting.' : 'Stopping.');
    try {
      await this.database.outside(() => query('SELECT 1'));
    } catch {
      throw new DomainError('UNAVAILABLE', 503, 'The database does not answer.');
    }
    return { status: 'ready' };
  }

  @Get('metrics')
  @OpenToAll('counts only, no patient data; keep it off the public side of the proxy')
  @Header('content-type', registry.contentType)
  metrics() {
    return registry.metrics();
  }
}
