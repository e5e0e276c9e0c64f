import type { IncomingMessage } from 'node:http';
import { randomUUID } from 'node:crypto';
import compress from '@fastify/compress';
import { z } from 'zod';
import multipart from '@fastify/multipart';
import type { DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify';
import { auditAnswers } from '../auth/audited-answers.js';
import { openAuthDoors } from '../auth/auth-doors.js';
import { ChokePoint } from '../auth/choke-point.js';
import { RequestLimits } from '../auth/request-limits.js';
import { SignIn } from '../auth/sign-in.js';
import { SignInRecord } from '../auth/sign-in-record.js';
import { askWhoFirst, WhoAsks } from '../auth/who-asks.js';
import { Config } from '../config/config.js';
import { logger } from '../telemetry/logger.js';
import { SocketAdapter } from '../sockets/socket.adapter.js';
import { refuseOtherMethods, tellAllowedMethods } from './allowed-methods.js';
import { BODY_BYTES, limitBodies, UPLOAD_BYTES } from './body-limits.js';
import { openToBrowserApps } from './browser-apps.js';
import { DomainError } from './domain-error.js';
import { FieldsPipe } from './fields.pipe.js';
import { INFLATING, nameEncodings } from './inflating.js';
import { acceptLines, leadLines } from './line-body.js';
import { refuseLongAddresses } from './long-addresses.js';
import { sendLongTextsAsBytes } from './long-answers.js';
import { acceptSearchForms, leadSearch } from './search-form.js';
import { serveOpenApi } from './openapi.js';
import { toPlainWords } from './plain-words.js';
import { ProblemFilter, sendProblem } from './problem.filter.js';
import { type Protect, protect } from './protection.js';
import { limitSlowBodies, SLOW_HEADERS } from './slow-bodies.js';
import { acceptJson } from './read-json-body.js';
import { refuseUnreadableText } from './readable-text.js';
import { isApi, sendLostPage, serveWeb, wantsPage } from './web-pages.js';

/** Builds the HTTP side around the modules: parsers, limits, headers, errors, the web app. Does not listen yet. */
export async function createApp(
  module: DynamicModule,
  trustedProxies: readonly string[] = [],
): Promise<NestFastifyApplication> {
  let setHeaders: Protect | undefined;
  const adapter = new FastifyAdapter({
    loggerInstance: logger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: BODY_BYTES,
    genReqId: () => randomUUID(),
    // What is logged of a request names it by its id; a logger for each one was never used for more.
    childLoggerFactory: (parent: FastifyBaseLogger) => parent,
    rewriteUrl: (request: IncomingMessage) => leadSearch(request, leadLines(request)),
    // What the router cannot read comes to no route, and so to no hook and no filter.
    frameworkErrors: (error: unknown, request: FastifyRequest, reply: FastifyReply) => {
      setHeaders?.(request, reply);
      if (!sendLostPage(request, reply)) sendProblem(error, request, reply);
    },
    http: SLOW_HEADERS,
    requestTimeout: SLOW_HEADERS.requestTimeout,
    // Only these may say whom they speak for; else everybody behind a proxy would share its limits, or could invent an address.
    trustProxy: trustedProxies.length ? [...trustedProxies] : false,
    routerOptions: { maxParamLength: 200, ignoreTrailingSlash: true },
  });
  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, {
    bodyParser: false,
    bufferLogs: true,
    logger: ['fatal'],
    abortOnError: false,
  });
  const config = app.get(Config);
  const fastify = adapter.getInstance() as unknown as FastifyInstance;
  limitBodies(fastify);
  limitSlowBodies(fastify);
  acceptJson(fastify);
  acceptLines(fastify);
  acceptForms(fastify);
  nameEncodings(fastify);
  const allowed = tellAllowedMethods(fastify, isApi);
  setHeaders = protect(fastify, headers(config));
  refuseLongAddresses(fastify);
  leadFromLocalhost(fastify, config);
  openToBrowserApps(fastify);
  askWhoFirst(fastify, app.get(WhoAsks));
  acceptSearchForms(fastify);
  refuseUnreadableText(fastify, isApi);
  refuseOtherMethods(fastify, allowed);
  auditAnswers(fastify, app.get(ChokePoint));
  sendLongTextsAsBytes(fastify);
  await fastify.register(compress, {
    threshold: 2048,
    encodings: ['br', 'gzip'],
    ...INFLATING,
    brotliOptions: { params: { 1: 4 } },
  });
  await fastify.register(multipart, { limits: { fileSize: UPLOAD_BYTES, files: 1, fields: 5 } });
  const limits = app.get(RequestLimits);
  openAuthDoors(fastify, { signIn: app.get(SignIn), record: app.get(SignInRecord), limits }, config);
  serveOpenApi(fastify, app);
  await serveWeb(fastify);
  z.config({ customError: toPlainWords });
  app.useGlobalPipes(new FieldsPipe());
  app.useGlobalFilters(new ProblemFilter());
  app.useWebSocketAdapter(new SocketAdapter(app, config, limits));
  return app;
}

/** Forms are OAuth's way to ask for a token. The authorisation server reads them itself, with a limit of its own. */
function acceptForms(fastify: FastifyInstance): void {
  fastify.addContentTypeParser('application/x-www-form-urlencoded', (request, body, done) => {
    if (request.url.startsWith('/oauth/')) return done(null, body);
    body.resume();
    return done(new DomainError('FORM_REFUSED', 415, 'This content type is not accepted: send JSON.'));
  });
}

/** People type localhost; cookies and sockets know one origin only. Pages are led there, programs are left alone. */
function leadFromLocalhost(fastify: FastifyInstance, config: Config): void {
  const { hostname, port } = new URL(config.publicUrl);
  if (config.publicUrlGiven || hostname !== '127.0.0.1') return;
  fastify.addHook('onRequest', async (request, reply) => {
    if (wantsPage(request) && request.headers.host === `localhost:${port}`)
      return reply.redirect(config.publicUrl + request.url);
    return undefined;
  });
}

function headers(config: Config) {
  const socket = config.publicUrl.replace(/^http/, 'ws');
  const media = config.liveKit
    ? [config.liveKit.url.replace(/^http/, 'ws'), config.liveKit.url.replace(/^ws/, 'http')]
    : [];
  const secure = config.publicUrl.startsWith('https:');
  return {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        // Mantine and uPlot set sizes through style attributes; no inline <style> or <script> is allowed.
        styleSrc: ["'self'"],
        styleSrcAttr: ["'unsafe-inline'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        mediaSrc: ["'self'", 'blob:'],
        // The page's own service worker: notices, and the diary without a connection.
        workerSrc: ["'self'"],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
        formAction: ["'self'"],
        connectSrc: ["'self'", socket, ...media],
      },
    },
    strictTransportSecurity: secure ? { maxAge: 31_536_000 } : false,
    referrerPolicy: { policy: 'no-referrer' as const },
    crossOriginEmbedderPolicy: false,
  };
}
