import { Body, Controller, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Access, CallerOf } from '../../platform/auth/access.decorator.js';
import type { Caller } from '../../platform/auth/caller.js';
import { RoomGuests } from './room-guests.js';
import { toVisitResponse } from './to-visit-response.js';
import { VisitNotes } from './visit-notes.service.js';
import {
  CancelVisit,
  NewVisit,
  NoBody,
  SaveNote,
  Visit,
  VisitId,
  VisitJoin,
  VisitNote,
  VisitQuery,
  Visits,
} from './visits.schema.js';
import { VisitsService } from './visits.service.js';

@ApiTags('visits')
@Controller('api/v1/visits')
export class VisitsController {
  constructor(
    private readonly visits: VisitsService,
    private readonly notes: VisitNotes,
    private readonly guests: RoomGuests,
  ) {}

  @Get()
  @Access('Visit', 'search')
  @ApiOkResponse({ standardSchema: Visits })
  async list(@CallerOf() caller: Caller, @Query({ schema: VisitQuery }) wanted: VisitQuery) {
    return { items: (await this.visits.list(caller, wanted)).map((visit) => toVisitResponse(caller, visit)) };
  }

  @Post()
  @Access('Visit', 'create')
  @ApiCreatedResponse({ standardSchema: Visit })
  async create(@CallerOf() caller: Caller, @Body({ schema: NewVisit }) body: NewVisit) {
    return toVisitResponse(caller, await this.visits.create(caller, body));
  }

  @Get(':id')
  @Access('Visit', 'read')
  @ApiOkResponse({ standardSchema: Visit })
  async read(@CallerOf() caller: Caller, @Param('id', { schema: VisitId }) id: string) {
    return toVisitResponse(caller, await this.visits.read(caller, id));
  }

  @Post(':id/arrive')
  @HttpCode(200)
  @Access('Visit', 'arrive')
  @ApiOkResponse({ standardSchema: Visit })
  async arrive(
    @CallerOf() caller: Caller,
    @Param('id', { schema: VisitId }) id: string,
    @Body({ schema: NoBody }) _: unknown,
  ) {
    return toVisitResponse(caller, await this.visits.act(caller, id, 'arrive'));
  }

  @Post(':id/admit')
  @HttpCode(200)
  @Access('Visit', 'admit')
  @ApiOkResponse({ standardSchema: Visit })
  async admit(
    @CallerOf() caller: Caller,
    @Param('id', { schema: VisitId }) id: string,
    @Body({ schema: NoBody }) _: unknown,
  ) {
    return toVisitResponse(caller, await this.visits.act(caller, id, 'admit'));
  }

  @Post(':id/end')
  @HttpCode(200)
  @Access('Visit', 'end')
  @ApiOkResponse({ standardSchema: Visit })
  async end(
    @CallerOf() caller: Caller,
    @Param('id', { schema: VisitId }) id: string,
    @Body({ schema: NoBody }) _: unknown,
  ) {
    return toVisitResponse(caller, await this.visits.act(caller, id, 'end'));
  }

  @Post(':id/cancel')
  @HttpCode(200)
  @Access('Visit', 'cancel')
  @ApiOkResponse({ standardSchema: Visit })
  async cancel(
    @CallerOf() caller: Caller,
    @Param('id', { schema: VisitId }) id: string,
    @Body({ schema: CancelVisit }) body: CancelVisit,
  ) {
    return toVisitResponse(caller, await this.visits.act(caller, id, 'cancel', body?.reason));
  }

  @Post(':id/join')
  @HttpCode(200)
  @Access('Conference', 'join')
  @ApiOkResponse({ standardSchema: VisitJoin })
  async join(
    @CallerOf() caller: Caller,
    @Param('id', { schema: VisitId }) id: string,
    @Body({ schema: NoBody }) _: unknown,
  ) {
    const { visit, join } = await this.visits.join(caller, id);
    this.guests.note(caller, visit);
    return join;
  }

  @Get(':id/note')
  @Access('Note', 'read')
  @ApiOkResponse({ standardSchema: VisitNote })
  readNote(@CallerOf() caller: Caller, @Param('id', { schema: VisitId }) id: string) {
    return this.notes.read(caller, id);
  }

  @Put(':id/note')
  @Access('Note', 'update')
  @ApiOkResponse({ standardSchema: VisitNote })
  saveNote(
    @CallerOf() caller: Caller,
    @Param('id', { schema: VisitId }) id: string,
    @Body({ schema: SaveNote }) body: SaveNote,
  ) {
    return this.notes.save(caller, id, body);
  }
}
