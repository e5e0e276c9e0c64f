import { Controller, Get, Query, Res } from '@nestjs/common';
import { ApiExcludeEndpoint, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Access, CallerOf } from '../../../platform/auth/access.decorator.js';
import type { Caller } from '../../../platform/auth/caller.js';
import { AlertEconomicsShape, EconomicsQuery } from './economics.schema.js';
import { EconomicsService } from './economics.service.js';

@ApiTags('alerts')
@Controller('api/v1/alert-economics')
export class EconomicsController {
  constructor(private readonly economics: EconomicsService) {}

  @Get()
  @Access('AlertEconomics', 'read')
  @ApiOkResponse({ standardSchema: AlertEconomicsShape })
  read(@CallerOf() caller: Caller, @Query({ schema: EconomicsQuery }) { days }: EconomicsQuery) {
    return this.economics.read(caller, days);
  }

  @Get('export')
  @Access('AlertEconomics', 'export')
  @ApiExcludeEndpoint()
  async export(
    @CallerOf() caller: Caller,
    @Query({ schema: EconomicsQuery }) { days }: EconomicsQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const lines = await this.economics.export(caller, days);
    void reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', `attachment; filename="alert-economics-${days}-days.csv"`)
      .header('cache-control', 'no-store');
    return lines;
  }
}
