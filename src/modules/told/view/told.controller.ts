import { Controller, Get, Param } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Access, CallerOf } from '../../../platform/auth/access.decorator.js';
import type { Caller } from '../../../platform/auth/caller.js';
import { ToldList } from './told.schema.js';
import { ToldService } from './told.service.js';

@ApiTags('alerts')
@Controller('api/v1/alerts/:id/told')
export class ToldController {
  constructor(private readonly told: ToldService) {}

  @Get()
  @Access('Alert', 'read')
  @ApiOkResponse({ standardSchema: ToldList })
  read(@CallerOf() caller: Caller, @Param('id') id: string) {
    return this.told.read(caller, id);
  }
}
