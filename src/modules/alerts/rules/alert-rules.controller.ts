import { Body, Controller, Get, HttpCode, Param, Put, Query } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Access, CallerOf } from '../../../platform/auth/access.decorator.js';
import type { Caller } from '../../../platform/auth/caller.js';
import { ChangeRule, RuleHistory, RuleList, RuleQuery, SetProgramme } from './alert-rule.schema.js';
import { AlertRulesService } from './alert-rules.service.js';

@ApiTags('alert rules')
@Controller('api/v1')
export class AlertRulesController {
  constructor(private readonly rules: AlertRulesService) {}

  @Get('alert-rules')
  @Access('AlertRule', 'search')
  @ApiOkResponse({ standardSchema: RuleList })
  list(@CallerOf() caller: Caller, @Query({ schema: RuleQuery }) query: RuleQuery) {
    return this.rules.list(caller, query);
  }

  @Get('alert-rules/:kind/history')
  @Access('AlertRule', 'search')
  @ApiOkResponse({ standardSchema: RuleHistory })
  history(@CallerOf() caller: Caller, @Param('kind') kind: string, @Query({ schema: RuleQuery }) query: RuleQuery) {
    return this.rules.history(caller, kind, query);
  }

  @Put('alert-rules/:kind')
  @Access('AlertRule', 'update')
  @ApiOkResponse({ standardSchema: RuleHistory })
  change(@CallerOf() caller: Caller, @Param('kind') kind: string, @Body({ schema: ChangeRule }) body: ChangeRule) {
    return this.rules.change(caller, kind, body);
  }

  @Put('patients/:id/programme')
  @HttpCode(204)
  @Access('AlertRule', 'update')
  @ApiNoContentResponse()
  async setProgramme(
    @CallerOf() caller: Caller,
    @Param('id') id: string,
    @Body({ schema: SetProgramme }) body: SetProgramme,
  ) {
    await this.rules.setProgramme(caller, id, body.programme);
  }
}
