import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Access, CallerOf } from '../../platform/auth/access.decorator.js';
import type { Caller } from '../../platform/auth/caller.js';
import {
  GlassId,
  GlassQuery,
  Judgement,
  NameQuery,
  NewGlass,
  NoBody,
  OpenGlass,
  OpenGlasses,
  PatientNames,
  ReviewedGlass,
  ReviewedGlasses,
} from './break-glass.schema.js';
import { BreakGlassService } from './break-glass.service.js';

@ApiTags('break-glass')
@Controller('api/v1')
export class BreakGlassController {
  constructor(private readonly glasses: BreakGlassService) {}

  @Get('patient-names')
  @Access('Directory', 'search')
  @ApiOkResponse({ standardSchema: PatientNames })
  names(@CallerOf() caller: Caller, @Query({ schema: NameQuery }) query: NameQuery) {
    return this.glasses.names(caller, query);
  }

  @Post('patients/:id/break-glass')
  @Access('BreakGlass', 'create')
  @ApiCreatedResponse({ standardSchema: OpenGlass })
  open(@CallerOf() caller: Caller, @Param('id') id: string, @Body({ schema: NewGlass }) body: NewGlass) {
    return this.glasses.open(caller, id, body);
  }

  @Get('break-glass/mine')
  @Access('BreakGlass', 'read')
  @ApiOkResponse({ standardSchema: OpenGlasses })
  mine(@CallerOf() caller: Caller) {
    return this.glasses.mine(caller);
  }

  @Post('break-glass/:id/end')
  @HttpCode(204)
  @Access('BreakGlass', 'end')
  @ApiNoContentResponse()
  end(
    @CallerOf() caller: Caller,
    @Param('id', { schema: GlassId }) id: string,
    @Body({ schema: NoBody }) _: unknown,
  ): Promise<void> {
    return this.glasses.end(caller, id);
  }

  @Get('break-glass')
  @Access('BreakGlass', 'search')
  @ApiOkResponse({ standardSchema: ReviewedGlasses })
  list(@CallerOf() caller: Caller, @Query({ schema: GlassQuery }) query: GlassQuery) {
    return this.glasses.list(caller, query);
  }

  @Post('break-glass/:id/judgement')
  @HttpCode(200)
  @Access('BreakGlass', 'resolve')
  @ApiOkResponse({ standardSchema: ReviewedGlass })
  judge(
    @CallerOf() caller: Caller,
    @Param('id', { schema: GlassId }) id: string,
    @Body({ schema: Judgement }) body: Judgement,
  ) {
    return this.glasses.judge(caller, id, body);
  }
}
