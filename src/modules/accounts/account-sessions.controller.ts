import { Controller, Delete, Get, HttpCode, Param } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Access, CallerOf } from '../../platform/auth/access.decorator.js';
import type { Caller } from '../../platform/auth/caller.js';
import { AccountSessions } from './account.schema.js';
import { AccountSessionsService } from './account-sessions.service.js';

@ApiTags('account')
@Controller('api/v1/account/sessions')
export class AccountSessionsController {
  constructor(private readonly sessions: AccountSessionsService) {}

  @Get()
  @Access('Session', 'search')
  @ApiOkResponse({ standardSchema: AccountSessions })
  list(@CallerOf() caller: Caller) {
    return this.sessions.list(caller);
  }

  @Delete()
  @HttpCode(204)
  @Access('Session', 'delete')
  @ApiNoContentResponse()
  endOthers(@CallerOf() caller: Caller) {
    return this.sessions.endOthers(caller);
  }

  @Delete(':id')
  @HttpCode(204)
  @Access('Session', 'delete')
  @ApiNoContentResponse()
  end(@CallerOf() caller: Caller, @Param('id') id: string) {
    return this.sessions.end(caller, id);
  }
}
