import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Access, CallerOf } from '../../platform/auth/access.decorator.js';
import type { Caller } from '../../platform/auth/caller.js';
import {
  NewTreatment,
  TreatmentChange,
  TreatmentId,
  Treatments,
  TreatmentVersion,
  TreatmentView,
} from './treatments.schema.js';
import { TreatmentsService } from './treatments.service.js';

@ApiTags('treatments')
@Controller('api/v1/patients/:id/treatments')
export class TreatmentsController {
  constructor(private readonly treatments: TreatmentsService) {}

  @Get()
  @Access('Treatment', 'search')
  @ApiOkResponse({ standardSchema: Treatments })
  list(@CallerOf() caller: Caller, @Param('id') id: string) {
    return this.treatments.list(caller, id);
  }

  @Post()
  @Access('Treatment', 'create')
  @ApiCreatedResponse({ standardSchema: TreatmentView })
  create(@CallerOf() caller: Caller, @Param('id') id: string, @Body({ schema: NewTreatment }) body: NewTreatment) {
    return this.treatments.create(caller, id, body);
  }

  @Put(':treatmentId')
  @Access('Treatment', 'update')
  @ApiOkResponse({ standardSchema: TreatmentView })
  change(
    @CallerOf() caller: Caller,
    @Param('id') id: string,
    @Param('treatmentId', { schema: TreatmentId }) treatmentId: string,
    @Body({ schema: TreatmentChange }) body: TreatmentChange,
  ) {
    return this.treatments.change(caller, { patientId: id, treatmentId }, body);
  }

  @Delete(':treatmentId')
  @HttpCode(204)
  @Access('Treatment', 'delete')
  @ApiNoContentResponse()
  remove(
    @CallerOf() caller: Caller,
    @Param('id') id: string,
    @Param('treatmentId', { schema: TreatmentId }) treatmentId: string,
    @Query({ schema: TreatmentVersion }) { version }: TreatmentVersion,
  ) {
    return this.treatments.remove(caller, { patientId: id, treatmentId }, version);
  }
}
