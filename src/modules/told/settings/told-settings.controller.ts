import { Body, Controller, Get, Put } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Access, CallerOf } from '../../../platform/auth/access.decorator.js';
import type { Caller } from '../../../platform/auth/caller.js';
import { ToldSettingsShape } from './told-settings.schema.js';
import { ToldSettingsService } from './told-settings.service.js';

@ApiTags('account')
@Controller('api/v1/account/told')
export class ToldSettingsController {
  constructor(private readonly settings: ToldSettingsService) {}

  @Get()
  @Access('NoticeSetting', 'read')
  @ApiOkResponse({ standardSchema: ToldSettingsShape })
  read(@CallerOf() caller: Caller) {
    return this.settings.read(caller);
  }

  @Put()
  @Access('NoticeSetting', 'update')
  @ApiOkResponse({ standardSchema: ToldSettingsShape })
  change(@CallerOf() caller: Caller, @Body({ schema: ToldSettingsShape }) body: ToldSettingsShape) {
    return this.settings.change(caller, body);
  }
}
