import { Body, Controller, Get, HttpCode, Post, Put } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Access, CallerOf } from '../../platform/auth/access.decorator.js';
import type { Caller } from '../../platform/auth/caller.js';
import { AccountsService } from './accounts.service.js';
import { ChooseClinic, Session, SocketTicket } from './accounts.schema.js';

@ApiTags('session')
@Controller('api/v1')
export class AccountsController {
  constructor(private readonly accounts: AccountsService) {}

  @Get('session')
  @Access('Session', 'read')
  @ApiOkResponse({ standardSchema: Session })
  session(@CallerOf() caller: Caller) {
    return this.accounts.session(caller);
  }

  @Put('session/clinic')
  @HttpCode(204)
  @Access('Session', 'update')
  @ApiNoContentResponse()
  chooseClinic(@CallerOf() caller: Caller, @Body({ schema: ChooseClinic }) body: ChooseClinic) {
    return this.accounts.chooseClinic(caller, body.clinicId);
  }

  @Post('socket-ticket')
  @HttpCode(200)
  @Access('Session', 'create')
  @ApiOkResponse({ standardSchema: SocketTicket })
  ticket(@CallerOf() caller: Caller) {
    return this.accounts.socketTicket(caller);
  }
}
