import { Body, Controller, Get, Headers, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Access, type ActRequest, callerIn, CallerOf, OpenToAll } from '../../platform/auth/access.decorator.js';
import type { Caller } from '../../platform/auth/caller.js';
import { Callers } from '../../platform/auth/callers.js';
import { ReadsBody } from '../../platform/http/read-json-body.js';
import { replyToLines } from '../../platform/http/line-body.js';
import { stringifyJson } from '../../platform/json/index.js';
import { StreamOrder } from '../observations/index.js';
import { Capabilities } from './capabilities.js';
import { assertIsOurs, assertWantsOurs } from './fhir-version.js';
import { bundleReader, observationReader } from './observation/index.js';
import { Once } from './once.js';
import { preferredReturn } from './prefer.js';
import { Bundles } from './resources/bundles.service.js';
import { ObservationResources, type Rendered } from './resources/observation-resources.service.js';
import { PatientResources } from './resources/patient-resources.service.js';
import type { Json } from './validate/index.js';

const readObservation = observationReader();
const readBundle = bundleReader();

/** FHIR R4. Its own CapabilityStatement describes it, so it is left out of the OpenAPI document. */
@ApiExcludeController()
@Controller('fhir')
export class FhirController {
  constructor(
    private readonly observations: ObservationResources,
    private readonly patients: PatientResources,
    private readonly bundles: Bundles,
    private readonly capabilities: Capabilities,
    private readonly callers: Callers,
    private readonly once: Once,
  ) {}

  @Get('metadata')
  @OpenToAll('a client must know what we offer before it has a token')
  metadata(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply) {
    return send(request, reply, this.capabilities.statement());
  }

  @Post()
  @HttpCode(200)
  @ReadsBody(readBundle)
  @Access('Bundle', 'create')
  async bundle(@Req() request: ActRequest, @Res({ passthrough: true }) reply: FastifyReply) {
    assertJsonWanted(request);
    const caller = callerIn(request);
    const store = await this.bundles.prepare(caller, request.body);
    return sendText(request, reply, await this.once.answer(caller, request, store));
  }

  /** NDJSON of Observations, in the manner of Bulk Data: answered line by line while lines still come in. */
  @Post('$import')
  @HttpCode(200)
  @Access('Observation', 'create')
  importObservations(
    @CallerOf() caller: Caller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    assertIsOurs(request.headers['content-type']);
    // This is the stream itself; each batch of lines writes its own audit rows.
    caller.act.count = 0;
    const order = new StreamOrder();
    return replyToLines(
      request,
      reply,
      this.callers.during(request),
      (now, lines) => this.observations.createLines(now, lines, order),
      readObservation,
    );
  }

  @Post('Observation')
  @ReadsBody(readObservation)
  @Access('Observation', 'create')
  async createObservation(@Req() request: ActRequest, @Res({ passthrough: true }) reply: FastifyReply) {
    assertJsonWanted(request);
    const condition = request.headers['if-none-exist'] as string | undefined;
    const caller = callerIn(request);
    const { row, text, isNew } = await this.once.create(
      caller,
      request,
      () => this.observations.create(caller, request.body, condition),
      this.observations.ways,
    );
    void reply.status(isNew ? 201 : 200);
    void reply.header('location', `Observation/${row.id}/_history/${row.version}`);
    return asPreferred(request, reply, sendObservation(request, reply, { row, text }));
  }

  @Get('Observation')
  @Access('Observation', 'search')
  async searchObservations(@Req() request: ActRequest, @Res({ passthrough: true }) reply: FastifyReply) {
    const parameters = parametersOf(request);
    return sendText(request, reply, await this.observations.search(callerIn(request), parameters, isStrict(request)));
  }

  @Get('Observation/:id')
  @Access('Observation', 'read')
  async readObservation(
    @CallerOf() caller: Caller,
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return sendObservation(request, reply, await this.observations.read(caller, id));
  }

  @Get('Observation/:id/_history/:version')
  @Access('Observation', 'read')
  async readObservationVersion(
    @CallerOf() caller: Caller,
    @Param() { id, version }: { id: string; version: string },
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return sendObservation(request, reply, await this.observations.read(caller, id, version));
  }

  @Post('Patient')
  @Access('Patient', 'create')
  async createPatient(
    @CallerOf() caller: Caller,
    @Body() body: unknown,
    @Headers('if-none-exist') condition: string | undefined,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    assertJsonWanted(request);
    const create = () => this.patients.create(caller, body, condition);
    return sendMade(request, reply, await this.once.create(caller, request, create, this.patients.waysOf('Patient')));
  }

  @Get('Patient')
  @Access('Patient', 'search')
  async searchPatients(
    @CallerOf() caller: Caller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return send(request, reply, await this.patients.search(caller, parametersOf(request), isStrict(request)));
  }

  @Get('Patient/:id')
  @Access('Patient', 'read')
  async readPatient(
    @CallerOf() caller: Caller,
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return sendStored(request, reply, await this.patients.read(caller, 'Patient', id), false);
  }

  @Get('Patient/:id/_history/:version')
  @Access('Patient', 'read')
  async readPatientVersion(
    @CallerOf() caller: Caller,
    @Param() { id, version }: { id: string; version: string },
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return sendStored(request, reply, await this.patients.read(caller, 'Patient', id, version), false);
  }
}

/** The query string as it came: Fastify's own parser would merge what FHIR keeps apart. */
export const parametersOf = (request: FastifyRequest) => new URLSearchParams(request.url.split('?')[1] ?? '');
export const isStrict = (request: FastifyRequest) => /handling=strict/.test(String(request.headers.prefer ?? ''));

export const send = (request: FastifyRequest, reply: FastifyReply, resource: Json): string | undefined =>
  sendText(request, reply, stringifyJson(resource));

function sendText(request: FastifyRequest, reply: FastifyReply, text: string): string | undefined {
  assertJsonWanted(request);
  if (hasThisVersion(request, reply)) {
    void reply.status(304).header('cache-control', 'no-store');
    return undefined;
  }
  void reply.type('application/fhir+json; charset=utf-8').header('cache-control', 'no-store');
  return text;
}

/** Whoever reads again, and names the version it has: https://hl7.org/fhir/R4/http.html#cread */
function hasThisVersion({ method, headers }: FastifyRequest, reply: FastifyReply): boolean {
  const tag = reply.getHeader('etag');
  const known = headers['if-none-match'];
  if (tag === undefined || known === undefined || (method !== 'GET' && method !== 'HEAD')) return false;
  return known.split(',').some((one) => ['*', tag, String(tag).slice(2)].includes(one.trim()));
}

function sendObservation(request: FastifyRequest, reply: FastifyReply, { row, text }: Rendered): string | undefined {
  void reply.header('etag', `W/"${row.version}"`).header('last-modified', new Date(row.receivedMs).toUTCString());
  return sendText(request, reply, text);
}

export function sendStored(
  request: FastifyRequest,
  reply: FastifyReply,
  resource: Json,
  isNew = true,
): string | undefined {
  const { id, resourceType, meta } = resource as {
    id: string;
    resourceType: string;
    meta: { versionId: string; lastUpdated: string };
  };
  void reply.header('etag', `W/"${meta.versionId}"`).header('last-modified', new Date(meta.lastUpdated).toUTCString());
  if (isNew) void reply.header('location', `${resourceType}/${id}/_history/${meta.versionId}`);
  return send(request, reply, resource);
}

/** What a conditional create made, or found. */
export function sendMade(
  request: FastifyRequest,
  reply: FastifyReply,
  { created, resource }: { readonly created: boolean; readonly resource: Json },
): string | undefined {
  void reply.status(created ? 201 : 200);
  return asPreferred(request, reply, sendStored(request, reply, resource));
}

/** After a create: the resource, unless its sender prefers to read a sentence, or nothing. */
function asPreferred(request: FastifyRequest, reply: FastifyReply, text: string | undefined): string | undefined {
  const preferred = preferredReturn(request.headers['prefer'] as string | undefined);
  if (preferred === 'minimal') {
    void reply.removeHeader('content-type');
    return undefined;
  }
  if (preferred !== 'OperationOutcome') return text;
  const where = String(reply.getHeader('location'));
  const diagnostics = reply.statusCode === 201 ? `Created: ${where}` : `There already: ${where}`;
  return stringifyJson({
    resourceType: 'OperationOutcome',
    issue: [{ severity: 'information', code: 'informational', diagnostics }],
  });
}

/** Writing routes ask this first: a refusal must not come after the deed. */
export function assertJsonWanted(request: FastifyRequest): void {
  assertIsOurs(request.headers['content-type']);
  const asked = request.url.includes('_format') ? parametersOf(request).get('_format') : null;
  assertWantsOurs(asked ?? String(request.headers.accept ?? '*/*'));
}
