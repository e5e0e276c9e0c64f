import { Body, Controller, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiBody,
  ApiConsumes,
  ApiHeader,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiProduces,
  ApiTags,
} from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Access, CallerOf } from '../../platform/auth/access.decorator.js';
import type { Caller } from '../../platform/auth/caller.js';
import { Callers } from '../../platform/auth/callers.js';
import { TakesBatches } from '../../platform/http/body-limits.js';
import { DomainError } from '../../platform/http/domain-error.js';
import { type RawRequest, KeyOf, type RequestKey } from '../../platform/http/idempotency.js';
import { replyToLines } from '../../platform/http/line-body.js';
import { ReadsBody } from '../../platform/http/read-json-body.js';
import { parseBatch } from '../../platform/json/index.js';
import { StreamOrder } from '../observations/index.js';
import {
  Ingested,
  LineAnswer,
  OfPatient,
  PayloadQuery,
  RawPayloads,
  UploadList,
  UploadQuery,
  UploadStarted,
  UploadState,
} from './ingest.schema.js';
import { IngestService } from './ingest.service.js';
import { readOneFile } from './one-file.js';
import { IngestBody } from './read-body.js';
import { TakeBack } from './takeback/take-back.js';
import { UploadsService } from './uploads.service.js';
import { VENDOR_PARSERS } from './vendors/index.js';

const KEY = {
  name: 'Idempotency-Key',
  required: false,
  description:
    'The same key and request within 7 days: the same answer. The same key and another request: 422; while the first runs: 409.',
};

const LINES = 'application/x-ndjson';
const EITHER = `As \`${LINES}\` it is a stream: one reading a line, each answered on its own, in a line, while others still come; without a key.`;
const FILE = { type: 'object', required: ['file'], properties: { file: { type: 'string', format: 'binary' } } };
const PAYLOAD = {
  description: 'What the vendor’s API answered, as it is.',
  anyOf: [{ type: 'object' }, { type: 'array', items: { type: 'object' } }],
};

@ApiTags('ingest')
@Controller('ingest/v1')
export class IngestController {
  constructor(
    private readonly ingest: IngestService,
    private readonly uploads: UploadsService,
    private readonly takeBack: TakeBack,
    private readonly callers: Callers,
  ) {}

  @Post('observations')
  @HttpCode(200)
  @TakesBatches()
  @Access('Observation', 'create')
  @ApiOperation({ description: EITHER })
  @ApiHeader(KEY)
  @ApiOkResponse({ standardSchema: Ingested })
  readings(
    @CallerOf() caller: Caller,
    @Body({ schema: IngestBody }) body: IngestBody,
    @KeyOf() key: RequestKey | undefined,
  ) {
    return this.ingest.readings(caller, body, key);
  }

  /** `POST /ingest/v1/observations` as NDJSON is led here (platform/http/line-body.ts), and is described there as well. */
  @Post('observations/stream')
  @HttpCode(200)
  @Access('Observation', 'create')
  @ApiConsumes(LINES)
  @ApiProduces(LINES)
  @ApiBody({ schema: { $ref: '#/components/schemas/NewReading' } })
  @ApiOkResponse({ standardSchema: LineAnswer })
  lines(@CallerOf() caller: Caller, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply) {
    // This is the stream itself; each batch of lines writes its own audit rows.
    caller.act.count = 0;
    const order = new StreamOrder();
    return replyToLines(request, reply, this.callers.during(request), (now, lines) =>
      this.ingest.lines(now, lines, order),
    );
  }

  @Post('vendors/:vendor')
  @HttpCode(200)
  @TakesBatches()
  @ReadsBody(parseBatch)
  @Access('Observation', 'create')
  @ApiParam({ name: 'vendor', enum: Object.keys(VENDOR_PARSERS) })
  @ApiBody({ schema: PAYLOAD })
  @ApiHeader(KEY)
  @ApiOkResponse({ standardSchema: Ingested })
  vendor(
    @CallerOf() caller: Caller,
    @Param('vendor') vendor: string,
    @Query({ schema: OfPatient }) { patient }: OfPatient,
    @Body() payload: unknown,
    @Req() request: RawRequest,
    @KeyOf() key: RequestKey | undefined,
  ) {
    const raw = request.rawBody ?? Buffer.alloc(0);
    return this.ingest.vendorPayload(caller, { vendor, patientId: patient, payload, raw }, key);
  }

  @Get('payloads')
  @Access('Observation', 'search')
  @ApiOkResponse({ standardSchema: RawPayloads })
  payloads(@CallerOf() caller: Caller, @Query({ schema: PayloadQuery }) query: PayloadQuery) {
    return this.ingest.payloads(caller, query);
  }

  @Post('uploads')
  @HttpCode(202)
  @Access('Upload', 'create')
  @ApiConsumes('multipart/form-data')
  @ApiBody({ schema: FILE })
  @ApiHeader(KEY)
  @ApiAcceptedResponse({ standardSchema: UploadStarted })
  async upload(
    @CallerOf() caller: Caller,
    @Query({ schema: UploadQuery }) { patient, kind }: UploadQuery,
    @Req() request: RawRequest,
  ) {
    if (!request.isMultipart()) throw new DomainError('CONTENT_TYPE', 415, 'Send the file as multipart/form-data.');
    return this.uploads.receive(caller, patient, kind ?? 'any', await readOneFile(request), request);
  }

  @Get('uploads')
  @Access('Upload', 'search')
  @ApiOkResponse({ standardSchema: UploadList })
  listUploads(@CallerOf() caller: Caller, @Query({ schema: OfPatient }) { patient }: OfPatient) {
    return this.uploads.list(caller, patient);
  }

  @Get('uploads/:id')
  @Access('Upload', 'read')
  @ApiOkResponse({ standardSchema: UploadState })
  state(@CallerOf() caller: Caller, @Param('id') id: string) {
    return this.uploads.state(caller, id);
  }

  /** Somebody else's file: what it brought goes from the record again, and what it replaced stands again. */
  @Post('uploads/:id/take-back')
  @HttpCode(202)
  @Access('Upload', 'update')
  @ApiAcceptedResponse({ standardSchema: UploadState })
  takeBackUpload(@CallerOf() caller: Caller, @Param('id') id: string) {
    return this.takeBack.ask(caller, id);
  }
}
