import { Body, Controller, Delete, HttpCode, Param, Post, Put, Req, Res } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Access, CallerOf } from '../../platform/auth/access.decorator.js';
import { webHeaders } from '../../platform/auth/auth-doors.js';
import type { Caller } from '../../platform/auth/caller.js';
import { NewPasskey, PasskeyName, PasskeyOptions } from './account.schema.js';
import { PasskeysService } from './passkeys.service.js';

@ApiTags('account')
@Controller('api/v1/account/passkeys')
export class PasskeysController {
  constructor(private readonly passkeys: PasskeysService) {}

  @Post('options')
  @HttpCode(200)
  @Access('Credential', 'create')
  @ApiOkResponse({ standardSchema: PasskeyOptions })
  async begin(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply) {
    const { options, cookies } = await this.passkeys.begin(webHeaders(request));
    void reply.header('set-cookie', cookies);
    return options;
  }

  @Post()
  @HttpCode(204)
  @Access('Credential', 'create')
  @ApiNoContentResponse()
  add(
    @CallerOf() caller: Caller,
    @Req() request: FastifyRequest,
    @Body({ schema: NewPasskey }) body: NewPasskey,
  ): Promise<void> {
    return this.passkeys.add(caller, webHeaders(request), body);
  }

  @Put(':id')
  @HttpCode(204)
  @Access('Credential', 'update')
  @ApiNoContentResponse()
  rename(
    @CallerOf() caller: Caller,
    @Param('id') id: string,
    @Body({ schema: PasskeyName }) body: PasskeyName,
  ): Promise<void> {
    return this.passkeys.rename(caller, id, body.name);
  }

  @Delete(':id')
  @HttpCode(204)
  @Access('Credential', 'delete')
  @ApiNoContentResponse()
  remove(@CallerOf() caller: Caller, @Param('id') id: string): Promise<void> {
    return this.passkeys.remove(caller, id);
  }
}
