import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Access, CallerOf } from '../../platform/auth/access.decorator.js';
import type { Caller } from '../../platform/auth/caller.js';
import { Acknowledge, AlertDetailShape, AlertList, AlertQuery, Resolve } from './alerts.schema.js';
import { AlertsService } from './alerts.service.js';

@ApiTags('alerts')
@Controller('api/v1/alerts')
export class AlertsController {
  constructor(private readonly alerts: AlertsService) {}

  @Get()
  @Access('Alert', 'search')
  @ApiOkResponse({ standardSchema: AlertList })
  list(@CallerOf() caller: Caller, @Query({ schema: AlertQuery }) query: AlertQuery) {
    return this.alerts.list(caller, query);
  }

  @Get(':id')
  @Access('Alert', 'read')
  @ApiOkResponse({ standardSchema: AlertDetailShape })
  detail(@CallerOf() caller: Caller, @Param('id') id: string) {
    return this.alerts.detail(caller, id);
  }

  @Post(':id/acknowledge')
  @HttpCode(200)
  @Access('Alert', 'acknowledge')
  @ApiOkResponse({ standardSchema: AlertDetailShape })
  acknowledge(@CallerOf() caller: Caller, @Param('id') id: string, @Body({ schema: Acknowledge }) body: Acknowledge) {
    return this.alerts.acknowledge(caller, id, body.version);
  }

  @Post(':id/resolve')
  @HttpCode(200)
  @Access('Alert', 'resolve')
  @ApiOkResponse({ standardSchema: AlertDetailShape })
  resolve(@CallerOf() caller: Caller, @Param('id') id: string, @Body({ schema: Resolve }) body: Resolve) {
    return this.alerts.resolve(caller, id, body);
  }
}
