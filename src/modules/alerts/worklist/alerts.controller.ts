import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Access, CallerOf } from '../../../platform/auth/access.decorator.js';
import type { Caller } from '../../../platform/auth/caller.js';
import { AlertDetailShape, AlertList, AlertQuery } from '../alerts.schema.js';
import { SuppressionList, SuppressionQuery } from '../suppression/suppression.schema.js';
import { SuppressionsService } from '../suppression/suppressions.service.js';
import { AlertsService } from './alerts.service.js';

@ApiTags('alerts')
@Controller('api/v1/alerts')
export class AlertsController {
  constructor(
    private readonly alerts: AlertsService,
    private readonly suppressions: SuppressionsService,
  ) {}

  @Get()
  @Access('Alert', 'search')
  @ApiOkResponse({ standardSchema: AlertList })
  list(@CallerOf() caller: Caller, @Query({ schema: AlertQuery }) query: AlertQuery) {
    return this.alerts.list(caller, query);
  }

  @Get('suppressed')
  @Access('Alert', 'search')
  @ApiOkResponse({ standardSchema: SuppressionList })
  suppressed(@CallerOf() caller: Caller, @Query({ schema: SuppressionQuery }) query: SuppressionQuery) {
    return this.suppressions.list(caller, query);
  }

  @Get(':id')
  @Access('Alert', 'read')
  @ApiOkResponse({ standardSchema: AlertDetailShape })
  detail(@CallerOf() caller: Caller, @Param('id') id: string) {
    return this.alerts.detail(caller, id);
  }
}
