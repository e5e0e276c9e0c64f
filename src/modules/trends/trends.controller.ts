import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Access, CallerOf } from '../../platform/auth/access.decorator.js';
import type { Caller } from '../../platform/auth/caller.js';
import { TrendsService } from './trends.service.js';
import { SeriesQuery, SeriesView } from './trends.schema.js';

@ApiTags('trends')
@Controller('api/v1/patients')
export class TrendsController {
  constructor(private readonly trends: TrendsService) {}

  @Get(':id/series')
  @Access('Trend', 'read')
  @ApiOkResponse({ standardSchema: SeriesView })
  series(@CallerOf() caller: Caller, @Param('id') id: string, @Query({ schema: SeriesQuery }) span: SeriesQuery) {
    return this.trends.series(caller, id, span);
  }
}
