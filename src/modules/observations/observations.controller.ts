import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Access, CallerOf } from '../../platform/auth/access.decorator.js';
import type { Caller } from '../../platform/auth/caller.js';
import { CorrectingService } from './correcting.service.js';
import { CorrectedTo, DayExplained, ReadingCorrection } from './observations.schema.js';
import { ObservationsService } from './observations.service.js';

@ApiTags('observations')
@Controller('api/v1/patients')
export class ObservationsController {
  constructor(
    private readonly observations: ObservationsService,
    private readonly correcting: CorrectingService,
  ) {}

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

  @Post(':id/observations/:observationId/correction')
  @HttpCode(200)
  @Access('Observation', 'update')
  @ApiOkResponse({ standardSchema: CorrectedTo })
  correct(
    @CallerOf() caller: Caller,
    @Param('id') id: string,
    @Param('observationId') observationId: string,
    @Body({ schema: ReadingCorrection }) body: ReadingCorrection,
  ) {
    return this.correcting.correct(caller, id, observationId, body);
  }
}
