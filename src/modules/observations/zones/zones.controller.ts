import { Body, Controller, Delete, Get, Param, Put } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Access, CallerOf } from '../../../platform/auth/access.decorator.js';
import type { Caller } from '../../../platform/auth/caller.js';
import { ZoneChange, ZoneSince, ZonesView } from './zones.schema.js';
import { ZonesService } from './zones.service.js';

@ApiTags('patients')
@Controller('api/v1/patients')
export class ZonesController {
  constructor(private readonly zones: ZonesService) {}

  @Get(':id/time-zones')
  @Access('TimeZone', 'read')
  @ApiOkResponse({ standardSchema: ZonesView })
  view(@CallerOf() caller: Caller, @Param('id') id: string) {
    return this.zones.view(caller, id);
  }

  @Put(':id/time-zones')
  @Access('TimeZone', 'update')
  @ApiOkResponse({ standardSchema: ZonesView })
  move(@CallerOf() caller: Caller, @Param('id') id: string, @Body({ schema: ZoneChange }) body: ZoneChange) {
    return this.zones.move(caller, id, body);
  }

  /** The zone before it holds on: what a patient's zones are is another then, as after any change of them. */
  @Delete(':id/time-zones/:since')
  @Access('TimeZone', 'update')
  @ApiOkResponse({ standardSchema: ZonesView })
  takeOut(@CallerOf() caller: Caller, @Param('id') id: string, @Param('since', { schema: ZoneSince }) since: string) {
    return this.zones.takeOut(caller, id, since);
  }
}
