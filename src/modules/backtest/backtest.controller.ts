import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Access, CallerOf } from '../../platform/auth/access.decorator.js';
import type { Caller } from '../../platform/auth/caller.js';
import { BackTestItems, BackTestList, BackTestShape, ItemsQuery, NewBackTest } from './backtest.schema.js';
import { BackTestService } from './backtest.service.js';

@ApiTags('back-tests')
@Controller('api/v1/back-tests')
export class BackTestController {
  constructor(private readonly tests: BackTestService) {}

  @Get()
  @Access('BackTest', 'search')
  @ApiOkResponse({ standardSchema: BackTestList })
  list(@CallerOf() caller: Caller) {
    return this.tests.list(caller);
  }

  @Post()
  @HttpCode(200)
  @Access('BackTest', 'create')
  @ApiOkResponse({ standardSchema: BackTestShape })
  begin(@CallerOf() caller: Caller, @Body({ schema: NewBackTest }) body: NewBackTest) {
    return this.tests.begin(caller, body);
  }

  @Get(':id')
  @Access('BackTest', 'read')
  @ApiOkResponse({ standardSchema: BackTestShape })
  read(@CallerOf() caller: Caller, @Param('id') id: string) {
    return this.tests.read(caller, id);
  }

  @Post(':id/cancel')
  @HttpCode(200)
  @Access('BackTest', 'cancel')
  @ApiOkResponse({ standardSchema: BackTestShape })
  cancel(@CallerOf() caller: Caller, @Param('id') id: string) {
    return this.tests.cancel(caller, id);
  }

  /** With patients and evidence: for those who may see alerts. */
  @Get(':id/items')
  @Access('Alert', 'search')
  @ApiOkResponse({ standardSchema: BackTestItems })
  items(@CallerOf() caller: Caller, @Param('id') id: string, @Query({ schema: ItemsQuery }) query: ItemsQuery) {
    return this.tests.items(caller, id, query.side);
  }
}
