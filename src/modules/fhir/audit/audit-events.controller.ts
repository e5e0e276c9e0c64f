import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Access, CallerOf } from '../../../platform/auth/access.decorator.js';
import type { Caller } from '../../../platform/auth/caller.js';
import { Config } from '../../../platform/config/config.js';
import { notFound } from '../../../platform/http/domain-error.js';
import { AuditService } from '../../audit/index.js';
import { isStrict, parametersOf, send } from '../fhir.controller.js';
import { refuse, statusOfSearch } from '../resources/fhir-errors.js';
import { toSearchset } from '../resources/searchset.js';
import { toLinks } from '../resources/to-links.js';
import { toAuditEvent } from './audit-event.js';
import { parseAuditEventSearch } from './audit-event-search.js';

/** The audit as FHIR AuditEvents: read only, and each look at it is an act of its own. */
@ApiExcludeController()
@Controller('fhir')
export class AuditEventsController {
  private readonly base: string;

  constructor(
    private readonly audits: AuditService,
    config: Config,
  ) {
    this.base = `${config.publicUrl}/fhir`;
  }

  @Get('AuditEvent')
  @Access('AuditEvent', 'search')
  async search(
    @CallerOf() caller: Caller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const parameters = parametersOf(request);
    const parsed = parseAuditEventSearch(parameters, { strict: isStrict(request) });
    if (!parsed.ok) return refuse(parsed.issues, statusOfSearch(parsed.issues));
    const { criteria, count, cursor, ignored } = parsed.query;
    const { rows, next } = await this.audits.page(caller, criteria, cursor ?? undefined, count);
    const address = `${this.base}/AuditEvent`;
    const link = toLinks(address, parameters, ignored, next ?? undefined);
    const events = rows.map((row) => toAuditEvent(row, this.base));
    return send(request, reply, toSearchset(address, link, events, { ignored }));
  }

  @Get('AuditEvent/:id')
  @Access('AuditEvent', 'read')
  async read(
    @CallerOf() caller: Caller,
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const ids = /^\d{1,15}$/.test(id) ? [Number(id)] : [];
    const { rows } = await this.audits.page(caller, { ids, machines: true }, undefined, 1);
    if (!rows[0]) throw notFound('AuditEvent');
    caller.act.objectId = id;
    void reply.header('etag', 'W/"1"');
    return send(request, reply, toAuditEvent(rows[0], this.base));
  }
}
