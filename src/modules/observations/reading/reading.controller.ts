import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Access, CallerOf } from '../../../platform/auth/access.decorator.js';
import type { Caller } from '../../../platform/auth/caller.js';
import { ReadingQuery, ReadingView } from './reading.schema.js';
import { ReadingService } from './reading.service.js';

@ApiTags('observations')
@Controller('api/v1/patients')
export class ReadingController {
  constructor(private readonly reading: ReadingService) {}

  @Get(':id/observations')
  @Access('Observation', 'search')
  @ApiOkResponse({ standardSchema: ReadingView })
  read(@CallerOf() caller: Caller, @Param('id') id: string, @Query({ schema: ReadingQuery }) wanted: ReadingQuery) {
    return this.reading.read(caller, id, wanted);
  }
}
