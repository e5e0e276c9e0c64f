import { Controller, Get, Header } from '@nestjs/common';
import { OpenToAll } from '../auth/access.decorator.js';
import { Database } from '../database/database.js';
import { DomainError } from '../http/domain-error.js';
import { readChain } from './heartbeats.js';
import { Readiness } from './readiness.js';
import { registry } from '../telemetry/metrics.js';

/** A flood from the balancer's address must not take the node out of service. */
const PROBE = 'supervisors ask from the address that everybody behind the proxy may share';

@Controller()
export class HealthController {
  constructor(
    private readonly database: Database,
    private readonly readiness: Readiness,
  ) {}

  @Get('health/live')
  @OpenToAll('a process supervisor asks; depends on nothing', { uncounted: PROBE })
  live() {
    return { status: 'live' };
  }

  @Get('health/ready')
  @OpenToAll('a load balancer asks; says nothing about patients', { uncounted: PROBE })
  async ready() {
    const state = this.readiness.state();
    if (state !== 'ready')
      throw new DomainError('UNAVAILABLE', 503, state === 'starting' ? 'Still starting.' : 'Stopping.');
    try {
      const { ok, oldestBeatAgeSeconds } = await readChain(this.database);
      // A silent worker is shown and does not make this node unready: requests are served as well as before.
      return { status: 'ready', chain: { ok, oldestBeatAgeSeconds } };
    } catch {
      throw new DomainError('UNAVAILABLE', 503, 'The database does not answer.');
    }
  }

  @Get('metrics')
  @OpenToAll('counts only, no patient data; keep it off the public side of the proxy', { uncounted: PROBE })
  @Header('content-type', registry.contentType)
  metrics() {
    return registry.metrics();
  }
}
