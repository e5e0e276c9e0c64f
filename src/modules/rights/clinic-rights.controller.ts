import { Body, Controller, Get, Put } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Access, CallerOf } from '../../platform/auth/access.decorator.js';
import type { Caller } from '../../platform/auth/caller.js';
import { CorrectionsService } from './corrections/corrections.service.js';
import { ErasuresService } from './erasure/erasures.service.js';
import { RetentionService } from './retention/retention.service.js';
import * as schema from './rights.schema.js';

/** What patients have asked for, over the whole clinic, and how long things are kept. */
@ApiTags('rights')
@Controller('api/v1')
export class ClinicRightsController {
  constructor(
    private readonly corrections: CorrectionsService,
    private readonly erasures: ErasuresService,
    private readonly retention: RetentionService,
  ) {}

  @Get('corrections')
  @Access('Correction', 'search')
  @ApiOkResponse({ standardSchema: schema.CorrectionList })
  listCorrections(@CallerOf() caller: Caller) {
    return this.corrections.list(caller, null);
  }

  @Get('corrections/open')
  @Access('Correction', 'read')
  @ApiOkResponse({ standardSchema: schema.OpenCorrections })
  countOpenCorrections(@CallerOf() caller: Caller) {
    return this.corrections.countOpen(caller);
  }

  @Get('erasures')
  @Access('Erasure', 'search')
  @ApiOkResponse({ standardSchema: schema.ErasureList })
  listErasures(@CallerOf() caller: Caller) {
    return this.erasures.list(caller);
  }

  @Get('clinic/retention')
  @Access('Retention', 'read')
  @ApiOkResponse({ standardSchema: schema.RetentionView })
  readRetention(@CallerOf() caller: Caller) {
    return this.retention.read(caller);
  }

  @Put('clinic/retention')
  @Access('Retention', 'update')
  @ApiOkResponse({ standardSchema: schema.RetentionView })
  changeRetention(@CallerOf() caller: Caller, @Body({ schema: schema.NewRetention }) body: schema.NewRetention) {
    return this.retention.change(caller, body);
  }
}
