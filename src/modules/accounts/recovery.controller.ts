import { Body, Controller, Get, HttpCode, Post, Req } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { OpenToAll } from '../../platform/auth/access.decorator.js';
import { ForgotPassword, MailLink, MailLinkDone, ResetPassword, SignInOptions } from './account.schema.js';
import { RecoveryService } from './recovery.service.js';

@ApiTags('account')
@Controller('api/v1/sign-in')
export class RecoveryController {
  constructor(private readonly recovery: RecoveryService) {}

  @Get('options')
  @OpenToAll('the page on which people sign in')
  @ApiOkResponse({ standardSchema: SignInOptions })
  options() {
    return this.recovery.options();
  }

  @Post('forgot')
  @HttpCode(204)
  @OpenToAll('whoever forgot the password is not signed in; the answer is always the same')
  @ApiNoContentResponse()
  forgot(@Req() request: FastifyRequest, @Body({ schema: ForgotPassword }) body: ForgotPassword) {
    return this.recovery.forgot(body.email, request.ip);
  }

  @Post('reset')
  @HttpCode(204)
  @OpenToAll('the link from the mail is the proof')
  @ApiNoContentResponse()
  reset(@Req() request: FastifyRequest, @Body({ schema: ResetPassword }) body: ResetPassword) {
    return this.recovery.reset(body.token, body.password, request.id);
  }

  @Post('confirm-email')
  @HttpCode(200)
  @OpenToAll('the link from the mail is the proof')
  @ApiOkResponse({ standardSchema: MailLinkDone })
  confirmEmail(@Req() request: FastifyRequest, @Body({ schema: MailLink }) body: MailLink) {
    return this.recovery.confirmEmail(body.token, request.id);
  }
}
