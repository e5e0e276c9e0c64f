import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Access, CallerOf } from '../../../platform/auth/access.decorator.js';
import type { Caller } from '../../../platform/auth/caller.js';
import { TREATMENT_TYPES } from '../../treatments/index.js';
import { Capabilities } from '../capabilities.js';
import { sendStored } from '../fhir.controller.js';
import { PatientResources } from '../resources/patient-resources.service.js';

/** Resources whose home is `record`, read by id: each under its own scope, the guard asks for that of the address. */
@ApiExcludeController()
@Controller('fhir/:type/:id')
export class FhirRecordsController {
  constructor(
    private readonly stored: PatientResources,
    private readonly capabilities: Capabilities,
  ) {}

  @Get()
  @Access('Record', 'read')
  async read(
    @CallerOf() caller: Caller,
    @Param() { type, id }: { type: string; id: string },
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return sendStored(request, reply, await this.stored.read(caller, this.recordType(type), id), false);
  }

  @Get('_history/:version')
  @Access('Record', 'read')
  async readVersion(
    @CallerOf() caller: Caller,
    @Param() { type, id, version }: { type: string; id: string; version: string },
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return sendStored(request, reply, await this.stored.read(caller, this.recordType(type), id, version), false);
  }

  private recordType(type: string): string {
    if (!RECORD_TYPES.has(type)) throw this.capabilities.notServed(type);
    return type;
  }
}

const RECORD_TYPES = new Set(['QuestionnaireResponse', 'DocumentReference', ...TREATMENT_TYPES]);
