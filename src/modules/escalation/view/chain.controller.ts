import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Access } from '../../../platform/auth/access.decorator.js';
import { Database } from '../../../platform/database/database.js';
import { readChain } from '../../../platform/health/heartbeats.js';
import { ChainShape } from './escalation.schema.js';

/** For pages: does the chain from data to a told person still work? Says nothing about patients. */
@ApiTags('alerts')
@Controller('api/v1/alerts/chain')
export class ChainController {
  constructor(private readonly database: Database) {}

  @Get()
  @Access('AlertChain', 'read')
  @ApiOkResponse({ standardSchema: ChainShape })
  async read() {
    const { workers, ...state } = await readChain(this.database);
    return { ...state, workers: workers.map((one) => ({ ...one, beatAt: one.beatAt?.toISOString() ?? null })) };
  }
}
