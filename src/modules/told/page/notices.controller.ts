import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Access, CallerOf } from '../../../platform/auth/access.decorator.js';
import type { Caller } from '../../../platform/auth/caller.js';
import { AddAnswer, NoticeList, NoticeQuery, TakeBackAnswer } from './notices.schema.js';
import { NoticesService } from './notices.service.js';

/** The patient's side: what one is told, and "I was ill, travelling, the watch was broken". */
@ApiTags('alerts')
@Controller('api/v1')
export class NoticesController {
  constructor(private readonly notices: NoticesService) {}

  @Get('notices')
  @Access('Notice', 'search')
  @ApiOkResponse({ standardSchema: NoticeList })
  list(@CallerOf() caller: Caller, @Query({ schema: NoticeQuery }) query: NoticeQuery) {
    return this.notices.list(caller, query.patientId);
  }

  @Post('alerts/:id/answer')
  @HttpCode(200)
  @Access('Notice', 'create')
  @ApiOkResponse({ standardSchema: NoticeList })
  answer(@CallerOf() caller: Caller, @Param('id') id: string, @Body({ schema: AddAnswer }) body: AddAnswer) {
    return this.notices.answer(caller, id, body);
  }

  @Post('alerts/:id/answer/undo')
  @HttpCode(200)
  @Access('Notice', 'undo')
  @ApiOkResponse({ standardSchema: NoticeList })
  takeBack(
    @CallerOf() caller: Caller,
    @Param('id') id: string,
    @Body({ schema: TakeBackAnswer }) body: TakeBackAnswer,
  ) {
    return this.notices.takeBack(caller, id, body);
  }
}
