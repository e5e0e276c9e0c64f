import { Controller, Get, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Access, CallerOf } from '../../platform/auth/access.decorator.js';
import type { Caller } from '../../platform/auth/caller.js';
import { isStrict, parametersOf, send } from './fhir.controller.js';
import { LastObservations } from './resources/last-observations.service.js';

@ApiExcludeController()
@Controller('fhir')
export class LastObservationsController {
  constructor(private readonly last: LastObservations) {}

  @Get('Observation/$lastn')
  @Access('Observation', 'search')
  async find(
    @CallerOf() caller: Caller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return send(request, reply, await this.last.find(caller, parametersOf(request), isStrict(request)));
  }
}
