import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Access, CallerOf } from '../../../platform/auth/access.decorator.js';
import type { Caller } from '../../../platform/auth/caller.js';
import { isStrict, parametersOf, send, sendStored } from '../fhir.controller.js';
import { ConsentResources } from './consent-resources.service.js';

@ApiExcludeController()
@Controller('fhir/Consent')
export class FhirConsentsController {
  constructor(private readonly consents: ConsentResources) {}

  @Get()
  @Access('Consent', 'search')
  async search(
    @CallerOf() caller: Caller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return send(request, reply, await this.consents.search(caller, parametersOf(request), isStrict(request)));
  }

  @Get(':id')
  @Access('Consent', 'read')
  async read(
    @CallerOf() caller: Caller,
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return sendStored(request, reply, await this.consents.read(caller, id), false);
  }
}
