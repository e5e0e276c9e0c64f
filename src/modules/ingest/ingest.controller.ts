import { Body, Controller, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiConsumes, ApiExcludeEndpoint, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Access, CallerOf } from '../../platform/auth/access.decorator.js';
import type { Caller } from '../../platform/auth/caller.js';
import { DomainError } from '../../platform/http/domain-error.js';
import { replyToLines } from '../../platform/http/line-body.js';
import { Ingested, NewReadings, OfPatient, UploadQuery, UploadStarted, UploadState } from './ingest.schema.js';
import { IngestService } from './ingest.service.js';
import { UploadsService } from './uploads.service.js';

@ApiTags('ingest')
@Controller('ingest/v1')
export class IngestController {
  constructor(
    private readonly ingest: IngestService,
    private readonly uploads: UploadsService,
  ) {}

  @Post('observations')
  @HttpCode(200)
  @Access('Observation', 'create')
  @ApiOkResponse({ standardSchema: Ingested })
  readings(@CallerOf() caller: Caller, @Body({ schema: NewReadings }) body: NewReadings) {
    return this.ingest.readings(caller, body);
  }

  /** `POST /ingest/v1/observations` as NDJSON is led here (platform/http/line-body.ts). */
  @Post('observations/stream')
  @HttpCode(200)
  @Access('Observation', 'create')
  @ApiExcludeEndpoint()
  lines(@CallerOf() caller: Caller, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply) {
    // Each batch of lines writes its own audit row.
    caller.act.written = true;
    return replyToLines(request, reply, (lines) => this.ingest.lines(caller, lines));
  }

  @Post('vendors/:vendor')
  @HttpCode(200)
  @Access('Observation', 'create')
  @ApiOkResponse({ standardSchema: Ingested })
  vendor(
    @CallerOf() caller: Caller,
    @Param('vendor') vendor: string,
    @Query({ schema: OfPatient }) { patient }: OfPatient,
    @Body() payload: unknown,
    @Req() request: FastifyRequest & { rawBody?: Buffer },
  ) {
    return this.ingest.vendorPayload(caller, vendor, patient, payload, request.rawBody ?? Buffer.alloc(0));
  }

  @Post('uploads')
  @HttpCode(202)
  @Access('Upload', 'create')
  @ApiConsumes('multipart/form-data')
  @ApiOkResponse({ standardSchema: UploadStarted })
  async upload(
    @CallerOf() caller: Caller,
    @Query({ schema: UploadQuery }) { patient, kind }: UploadQuery,
    @Req() request: FastifyRequest,
  ) {
    if (!request.isMultipart()) throw new DomainError('CONTENT_TYPE', 415, 'Send the file as multipart/form-data.');
    return this.uploads.receive(caller, patient, kind, await request.file());
  }

  @Get('uploads/:id')
  @Access('Upload', 'read')
  @ApiOkResponse({ standardSchema: UploadState })
  state(@CallerOf() caller: Caller, @Param('id') id: string) {
    return this.uploads.state(caller, id);
  }
}
