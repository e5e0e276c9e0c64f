import { Controller, Get, Param } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Access, CallerOf } from '../../platform/auth/access.decorator.js';
import type { Caller } from '../../platform/auth/caller.js';
import { DayExplained } from './observations.schema.js';
import { ObservationsService } from './observations.service.js';

@ApiTags('observations')
@Controller('api/v1/patients')
export class ObservationsController {
  constructor(private readonly observations: ObservationsService) {}

  @Get(':id/days/:metric/:day')
  @Access('Observation', 'search')
  @ApiOkResponse({ standardSchema: DayExplained })
  explainDay(
    @CallerOf() caller: Caller,
    @Param('id') id: string,
    @Param('metric') metric: string,
    @Param('day') day: string,
  ) {
    return this.observations.explainDay(caller, id, metric, day);
  }
}
