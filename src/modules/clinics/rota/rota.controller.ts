import { Body, Controller, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Access, CallerOf } from '../../../platform/auth/access.decorator.js';
import type { Caller } from '../../../platform/auth/caller.js';
import { AbsencesService } from './absences.service.js';
import { Absences, NewAbsence, NewShift, OnCallList, OnCallQuery, Rota } from './rota.schema.js';
import { RotaService } from './rota.service.js';

@ApiTags('clinic')
@Controller('api/v1')
export class RotaController {
  constructor(
    private readonly rota: RotaService,
    private readonly absences: AbsencesService,
  ) {}

  @Get('rota')
  @Access('Rota', 'read')
  @ApiOkResponse({ standardSchema: Rota })
  read(@CallerOf() caller: Caller) {
    return this.rota.read(caller);
  }

  @Get('on-call')
  @Access('Rota', 'read')
  @ApiOkResponse({ standardSchema: OnCallList })
  onCall(@CallerOf() caller: Caller, @Query({ schema: OnCallQuery }) query: OnCallQuery) {
    return this.rota.onCall(caller, query);
  }

  @Put('rota/:id')
  @Access('Rota', 'update')
  @ApiOkResponse({ standardSchema: Rota })
  save(@CallerOf() caller: Caller, @Param('id') id: string, @Body({ schema: NewShift }) body: NewShift) {
    return this.rota.save(caller, id, body);
  }

  @Post('rota/:id/end')
  @HttpCode(204)
  @Access('Rota', 'end')
  @ApiNoContentResponse()
  end(@CallerOf() caller: Caller, @Param('id') id: string) {
    return this.rota.end(caller, id);
  }

  @Get('absences')
  @Access('Absence', 'search')
  @ApiOkResponse({ standardSchema: Absences })
  listAbsences(@CallerOf() caller: Caller) {
    return this.absences.list(caller);
  }

  @Post('absences')
  @Access('Absence', 'create')
  @ApiCreatedResponse({ standardSchema: Absences })
  enterAbsence(@CallerOf() caller: Caller, @Body({ schema: NewAbsence }) body: NewAbsence) {
    return this.absences.enter(caller, body);
  }

  @Post('absences/:id/end')
  @HttpCode(204)
  @Access('Absence', 'end')
  @ApiNoContentResponse()
  endAbsence(@CallerOf() caller: Caller, @Param('id') id: string) {
    return this.absences.end(caller, id);
  }
}
