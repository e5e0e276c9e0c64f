import { Body, Controller, Get, Headers, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Access, CallerOf } from '../../../platform/auth/access.decorator.js';
import type { Caller } from '../../../platform/auth/caller.js';
import { TREATMENT_TYPES } from '../../treatments/index.js';
import { assertJsonWanted, isStrict, parametersOf, send, sendMade } from '../fhir.controller.js';
import { Once } from '../once.js';
import { PatientResources } from '../resources/patient-resources.service.js';
import { RecordResources } from './record-resources.service.js';

/** Search and create of one type whose home is `record`, under the scope of that type. */
function controllerOf(type: string) {
  @ApiExcludeController()
  @Controller(`fhir/${type}`)
  class SentRecordsController {
    constructor(
      readonly records: RecordResources,
      readonly stored: PatientResources,
      readonly once: Once,
    ) {}

    @Get()
    @Access('Record', 'search', type)
    async search(
      @CallerOf() caller: Caller,
      @Req() request: FastifyRequest,
      @Res({ passthrough: true }) reply: FastifyReply,
    ) {
      const found = await this.records.search(caller, type, parametersOf(request), isStrict(request));
      return send(request, reply, found);
    }

    @Post()
    @Access('Record', 'create', type)
    async create(
      @CallerOf() caller: Caller,
      @Body() body: unknown,
      @Headers('if-none-exist') condition: string | undefined,
      @Req() request: FastifyRequest,
      @Res({ passthrough: true }) reply: FastifyReply,
    ) {
      assertJsonWanted(request);
      const create = () => this.records.create(caller, type, body, condition);
      return sendMade(request, reply, await this.once.create(caller, request, create, this.stored.waysOf(type)));
    }
  }
  return SentRecordsController;
}

export const SENT_RECORDS = TREATMENT_TYPES.map(controllerOf);
