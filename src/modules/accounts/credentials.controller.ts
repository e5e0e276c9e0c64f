import { Body, Controller, Delete, Get, HttpCode, Post, Put } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Access, CallerOf } from '../../platform/auth/access.decorator.js';
import type { Caller } from '../../platform/auth/caller.js';
import { Account, CodeAppCode, CodeAppStart, NewEmail, NewPassword, RecoveryCodes } from './account.schema.js';
import { CredentialsService } from './credentials.service.js';

@ApiTags('account')
@Controller('api/v1/account')
export class CredentialsController {
  constructor(private readonly credentials: CredentialsService) {}

  @Get()
  @Access('Credential', 'search')
  @ApiOkResponse({ standardSchema: Account })
  read(@CallerOf() caller: Caller) {
    return this.credentials.read(caller);
  }

  @Post('email/verification')
  @HttpCode(204)
  @Access('Session', 'update')
  @ApiNoContentResponse()
  sendVerification(@CallerOf() caller: Caller) {
    return this.credentials.sendVerification(caller);
  }

  @Put('email')
  @HttpCode(204)
  @Access('Credential', 'update')
  @ApiNoContentResponse()
  changeEmail(@CallerOf() caller: Caller, @Body({ schema: NewEmail }) body: NewEmail) {
    return this.credentials.changeEmail(caller, body.email);
  }

  @Put('password')
  @HttpCode(204)
  @Access('Credential', 'update')
  @ApiNoContentResponse()
  changePassword(@CallerOf() caller: Caller, @Body({ schema: NewPassword }) body: NewPassword) {
    return this.credentials.changePassword(caller, body.password);
  }

  @Post('code-app')
  @HttpCode(200)
  @Access('Credential', 'create')
  @ApiOkResponse({ standardSchema: CodeAppStart })
  beginCodeApp(@CallerOf() caller: Caller) {
    return this.credentials.beginCodeApp(caller);
  }

  @Post('code-app/confirm')
  @HttpCode(200)
  @Access('Credential', 'create')
  @ApiOkResponse({ standardSchema: RecoveryCodes })
  confirmCodeApp(@CallerOf() caller: Caller, @Body({ schema: CodeAppCode }) body: CodeAppCode) {
    return this.credentials.confirmCodeApp(caller, body.code);
  }

  @Delete('code-app')
  @HttpCode(204)
  @Access('Credential', 'delete')
  @ApiNoContentResponse()
  removeCodeApp(@CallerOf() caller: Caller) {
    return this.credentials.removeCodeApp(caller);
  }

  @Post('recovery-codes')
  @HttpCode(200)
  @Access('Credential', 'update')
  @ApiOkResponse({ standardSchema: RecoveryCodes })
  renewRecoveryCodes(@CallerOf() caller: Caller) {
    return this.credentials.renewRecoveryCodes(caller);
  }
}
