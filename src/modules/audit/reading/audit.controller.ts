import { Readable } from 'node:stream';
import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { ApiExcludeEndpoint, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Access, CallerOf } from '../../../platform/auth/access.decorator.js';
import type { Caller } from '../../../platform/auth/caller.js';
import { AccessLogQuery, AccessLogView } from './access-log.schema.js';
import { AccessLogService } from './access-log.service.js';
import { AuditExportQuery, AuditPage, AuditQuery } from './audit.schema.js';
import { AuditService } from './audit.service.js';

const TYPES = { ndjson: 'application/x-ndjson', csv: 'text/csv' } as const;

@ApiTags('audit')
@Controller('api/v1')
export class AuditController {
  constructor(
    private readonly audits: AuditService,
    private readonly accessLogs: AccessLogService,
  ) {}

  @Get('audit')
  @Access('AuditEvent', 'search')
  @ApiOkResponse({ standardSchema: AuditPage })
  search(@CallerOf() caller: Caller, @Query({ schema: AuditQuery }) query: AuditQuery) {
    return this.audits.search(caller, query);
  }

  /** Streamed: its length does not matter. */
  @Get('audit/export')
  @Access('AuditEvent', 'export')
  @ApiExcludeEndpoint()
  async export(
    @CallerOf() caller: Caller,
    @Query({ schema: AuditExportQuery }) query: AuditExportQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const lines = await this.audits.export(caller, query);
    void reply
      .type(`${TYPES[query.format]}; charset=utf-8`)
      .header('content-disposition', `attachment; filename="audit.${query.format}"`)
      .header('cache-control', 'no-store');
    return Readable.from(lines, { objectMode: false });
  }

  @Get('patients/:id/access-log')
  @Access('AccessLog', 'read')
  @ApiOkResponse({ standardSchema: AccessLogView })
  accessLog(
    @CallerOf() caller: Caller,
    @Param('id') id: string,
    @Query({ schema: AccessLogQuery }) query: AccessLogQuery,
  ) {
    return this.accessLogs.read(caller, id, query);
  }
}
