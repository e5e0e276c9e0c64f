import { Body, Controller, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Access, CallerOf } from '../../platform/auth/access.decorator.js';
import type { Caller } from '../../platform/auth/caller.js';
import { PatientsService } from './patients.service.js';
import { EarlierSprints, NewSprint, SprintChange, SprintEnd, SprintId } from './sprints.schema.js';
import { SprintsService } from './sprints.service.js';
import { NewPatient, PatientDetailShape, PatientList, PatientQuery, SprintShape } from './patients.schema.js';

@ApiTags('patients')
@Controller('api/v1/patients')
export class PatientsController {
  constructor(
    private readonly patients: PatientsService,
    private readonly sprints: SprintsService,
  ) {}

  @Get()
  @Access('Patient', 'search')
  @ApiOkResponse({ standardSchema: PatientList })
  list(@CallerOf() caller: Caller, @Query({ schema: PatientQuery }) query: PatientQuery) {
    return this.patients.list(caller, query);
  }

  @Post()
  @Access('Patient', 'create')
  @ApiCreatedResponse({ standardSchema: PatientDetailShape })
  register(@CallerOf() caller: Caller, @Body({ schema: NewPatient }) body: NewPatient) {
    return this.patients.register(caller, body);
  }

  @Get(':id')
  @Access('Patient', 'read')
  @ApiOkResponse({ standardSchema: PatientDetailShape })
  detail(@CallerOf() caller: Caller, @Param('id') id: string) {
    return this.patients.detail(caller, id);
  }

  @Get(':id/sprints/earlier')
  @Access('Sprint', 'read')
  @ApiOkResponse({ standardSchema: EarlierSprints })
  earlierSprints(@CallerOf() caller: Caller, @Param('id') id: string) {
    return this.sprints.earlier(caller, id);
  }

  @Post(':id/sprints')
  @Access('Sprint', 'create')
  @ApiCreatedResponse({ standardSchema: SprintShape })
  createSprint(@CallerOf() caller: Caller, @Param('id') id: string, @Body({ schema: NewSprint }) body: NewSprint) {
    return this.sprints.create(caller, id, body);
  }

  @Put(':id/sprints/:sprintId')
  @Access('Sprint', 'update')
  @ApiOkResponse({ standardSchema: SprintShape })
  changeSprint(
    @CallerOf() caller: Caller,
    @Param('id') id: string,
    @Param('sprintId', { schema: SprintId }) sprintId: string,
    @Body({ schema: SprintChange }) body: SprintChange,
  ) {
    return this.sprints.change(caller, { patientId: id, sprintId }, body);
  }

  @Post(':id/sprints/:sprintId/end')
  @HttpCode(200)
  @Access('Sprint', 'update')
  @ApiOkResponse({ standardSchema: SprintShape })
  endSprint(
    @CallerOf() caller: Caller,
    @Param('id') id: string,
    @Param('sprintId', { schema: SprintId }) sprintId: string,
    @Body({ schema: SprintEnd }) body: SprintEnd,
  ) {
    return this.sprints.end(caller, { patientId: id, sprintId }, body.version);
  }
}
