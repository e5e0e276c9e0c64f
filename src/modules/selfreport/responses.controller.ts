import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Access, CallerOf } from '../../platform/auth/access.decorator.js';
import type { Caller } from '../../platform/auth/caller.js';
import { NewResponse, ResponseCorrection, ResponseList, ResponseQuery, ResponseStored } from './responses.schema.js';
import { ResponsesService } from './responses.service.js';

@ApiTags('self-report')
@Controller('api/v1/patients')
export class ResponsesController {
  constructor(private readonly responses: ResponsesService) {}

  @Get(':id/responses')
  @Access('Response', 'search')
  @ApiOkResponse({ standardSchema: ResponseList })
  list(@CallerOf() caller: Caller, @Param('id') id: string, @Query({ schema: ResponseQuery }) query: ResponseQuery) {
    return this.responses.list(caller, id, query);
  }

  @Post(':id/responses')
  @Access('Response', 'create')
  @ApiCreatedResponse({ standardSchema: ResponseStored })
  submit(@CallerOf() caller: Caller, @Param('id') id: string, @Body({ schema: NewResponse }) body: NewResponse) {
    return this.responses.submit(caller, id, body);
  }

  @Post(':id/responses/:responseId/correction')
  @HttpCode(200)
  @Access('Response', 'update')
  @ApiOkResponse({ standardSchema: ResponseStored })
  correct(
    @CallerOf() caller: Caller,
    @Param('id') id: string,
    @Param('responseId') responseId: string,
    @Body({ schema: ResponseCorrection }) body: ResponseCorrection,
  ) {
    return this.responses.correct(caller, id, responseId, body);
  }
}
