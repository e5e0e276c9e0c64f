import { Controller, Get, Param } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Access, CallerOf } from '../../../platform/auth/access.decorator.js';
import type { Caller } from '../../../platform/auth/caller.js';
import { EscalationShape } from './escalation.schema.js';
import { EscalationService } from './escalation.service.js';

@ApiTags('alerts')
@Controller('api/v1/alerts/:id/escalation')
export class EscalationController {
  constructor(private readonly escalation: EscalationService) {}

  @Get()
  @Access('Alert', 'read')
  @ApiOkResponse({ standardSchema: EscalationShape })
  read(@CallerOf() caller: Caller, @Param('id') id: string) {
    return this.escalation.read(caller, id);
  }
}
