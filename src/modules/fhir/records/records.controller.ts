import { Body, Controller, Get, Headers, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Access, CallerOf } from '../../../platform/auth/access.decorator.js';
import type { Caller } from '../../../platform/auth/caller.js';
import { PatientResources } from '../resources/patient-resources.service.js';
import { assertJsonWanted, isStrict, parametersOf, send, sendStored } from '../fhir.controller.js';
import { RecordResources } from './record-resources.service.js';
import { readableType, writableType } from './record-types.js';

/** Resources whose home is `record`, each under its own scope: the guard asks for that of the address. */
@ApiExcludeController()
@Controller('fhir/:type')
export class FhirRecordsController {
  constructor(
    private readonly records: RecordResources,
    private readonly stored: PatientResources,
  ) {}

  @Get()
  @Access('Record', 'search')
  async search(
    @CallerOf() caller: Caller,
    @Param('type') type: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const wanted = writableType(type);
    return send(request, reply, await this.records.search(caller, wanted, parametersOf(request), isStrict(request)));
  }

  @Post()
  @Access('Record', 'create')
  async create(
    @CallerOf() caller: Caller,
    @Param('type') type: string,
    @Body() body: unknown,
    @Headers('if-none-exist') condition: string | undefined,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    assertJsonWanted(request);
    const { created, resource } = await this.records.create(caller, writableType(type), body, condition);
    void reply.status(created ? 201 : 200);
    return sendStored(request, reply, resource);
  }

  @Get(':id')
  @Access('Record', 'read')
  async read(
    @CallerOf() caller: Caller,
    @Param() { type, id }: { type: string; id: string },
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return sendStored(request, reply, await this.stored.read(caller, readableType(type), id), false);
  }

  @Get(':id/_history/:version')
  @Access('Record', 'read')
  async readVersion(
    @CallerOf() caller: Caller,
    @Param() { type, id, version }: { type: string; id: string; version: string },
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return sendStored(request, reply, await this.stored.read(caller, readableType(type), id, version), false);
  }
}
