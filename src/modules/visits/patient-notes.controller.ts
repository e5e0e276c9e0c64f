import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Access, CallerOf } from '../../platform/auth/access.decorator.js';
import type { Caller } from '../../platform/auth/caller.js';
import { VisitNotes } from './visit-notes.service.js';
import { PatientNotes, PatientNotesQuery } from './visits.schema.js';

/** The notes of all visits of one patient. */
@ApiTags('visits')
@Controller('api/v1/patients/:id/notes')
export class PatientNotesController {
  constructor(private readonly notes: VisitNotes) {}

  @Get()
  @Access('Note', 'search')
  @ApiOkResponse({ standardSchema: PatientNotes })
  list(
    @CallerOf() caller: Caller,
    @Param('id') id: string,
    @Query({ schema: PatientNotesQuery }) query: PatientNotesQuery,
  ) {
    return this.notes.list(caller, id, query);
  }
}
