import { Body, Controller, Get, HttpCode, Post, Put } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Access, CallerOf } from '../../../platform/auth/access.decorator.js';
import type { Caller } from '../../../platform/auth/caller.js';
import { ClinicChannelsService } from './clinic-channels.service.js';
import { ClinicChannelsShape, SetClinicChannels, WebhookSecretShape } from './clinic-channels.schema.js';

@ApiTags('clinic')
@Controller('api/v1/clinic/channels')
export class ClinicChannelsController {
  constructor(private readonly channels: ClinicChannelsService) {}

  @Get()
  @Access('ClinicChannel', 'read')
  @ApiOkResponse({ standardSchema: ClinicChannelsShape })
  read(@CallerOf() caller: Caller) {
    return this.channels.read(caller);
  }

  @Put()
  @Access('ClinicChannel', 'update')
  @ApiOkResponse({ standardSchema: ClinicChannelsShape })
  change(@CallerOf() caller: Caller, @Body({ schema: SetClinicChannels }) body: SetClinicChannels) {
    return this.channels.change(caller, body);
  }

  @Post('secret')
  @HttpCode(200)
  @Access('ClinicChannel', 'update')
  @ApiOkResponse({ standardSchema: WebhookSecretShape })
  renewSecret(@CallerOf() caller: Caller) {
    return this.channels.renewSecret(caller);
  }
}
