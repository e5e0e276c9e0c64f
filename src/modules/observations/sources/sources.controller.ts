import { Body, Controller, Get, Param, Put } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Access, CallerOf } from '../../../platform/auth/access.decorator.js';
import type { Caller } from '../../../platform/auth/caller.js';
import { SourceOrderChange, SourcesView } from './sources.schema.js';
import { SourcesService } from './sources.service.js';

@ApiTags('observations')
@Controller('api/v1/patients')
export class SourcesController {
  constructor(private readonly sources: SourcesService) {}

  @Get(':id/sources')
  @Access('Source', 'read')
  @ApiOkResponse({ standardSchema: SourcesView })
  view(@CallerOf() caller: Caller, @Param('id') id: string) {
    return this.sources.view(caller, id);
  }

  @Put(':id/sources/:metric/order')
  @Access('Source', 'update')
  @ApiOkResponse({ standardSchema: SourcesView })
  setOrder(
    @CallerOf() caller: Caller,
    @Param('id') id: string,
    @Param('metric') metric: string,
    @Body({ schema: SourceOrderChange }) body: SourceOrderChange,
  ) {
    return this.sources.setOrder(caller, id, metric, body.sourceIds);
  }
}
