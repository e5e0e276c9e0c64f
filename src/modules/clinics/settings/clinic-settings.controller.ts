import { Body, Controller, Get, Put, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Access, CallerOf } from '../../../platform/auth/access.decorator.js';
import type { Caller } from '../../../platform/auth/caller.js';
import { ChangesQuery, ClinicChanges, ClinicView, NewClinicSettings } from './clinic-settings.schema.js';
import { ClinicSettingsService } from './clinic-settings.service.js';

@ApiTags('clinic')
@Controller('api/v1/clinic')
export class ClinicSettingsController {
  constructor(private readonly settings: ClinicSettingsService) {}

  @Get()
  @Access('Clinic', 'read')
  @ApiOkResponse({ standardSchema: ClinicView })
  read(@CallerOf() caller: Caller) {
    return this.settings.read(caller);
  }

  @Put()
  @Access('Clinic', 'update')
  @ApiOkResponse({ standardSchema: ClinicView })
  change(@CallerOf() caller: Caller, @Body({ schema: NewClinicSettings }) body: NewClinicSettings) {
    return this.settings.change(caller, body);
  }

  @Get('history')
  @Access('ClinicChange', 'search')
  @ApiOkResponse({ standardSchema: ClinicChanges })
  history(@CallerOf() caller: Caller, @Query({ schema: ChangesQuery }) query: ChangesQuery) {
    return this.settings.history(caller, query.before);
  }
}
