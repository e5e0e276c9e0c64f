import { Body, Controller, Get, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Access, CallerOf } from '../../platform/auth/access.decorator.js';
import type { Caller } from '../../platform/auth/caller.js';
import { AppRequests } from './app-requests.service.js';
import { AppDecision, AppNext, AppRequestView } from './apps.schema.js';

/** For the consent page: what an app asks of me, and my answer. */
@ApiTags('apps')
@Controller('api/v1/app-requests')
export class AppRequestsController {
  constructor(private readonly requests: AppRequests) {}

  @Get(':uid')
  @Access('AppRequest', 'read')
  @ApiOkResponse({ standardSchema: AppRequestView })
  read(
    @CallerOf() caller: Caller,
    @Param('uid') uid: string,
    @Req() { raw: request }: FastifyRequest,
    @Res({ passthrough: true }) { raw: response }: FastifyReply,
  ) {
    return this.requests.read(caller, uid, { request, response });
  }

  @Post(':uid/decision')
  @HttpCode(200)
  @Access('AppRequest', 'resolve')
  @ApiOkResponse({ standardSchema: AppNext })
  decide(
    @CallerOf() caller: Caller,
    @Param('uid') uid: string,
    @Body({ schema: AppDecision }) body: AppDecision,
    @Req() { raw: request }: FastifyRequest,
    @Res({ passthrough: true }) { raw: response }: FastifyReply,
  ) {
    return this.requests.decide(caller, uid, { request, response }, body);
  }
}
