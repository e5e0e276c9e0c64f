import { Body, Controller, Get, HttpCode, Param, Post, Req } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Access, CallerOf, OpenToAll } from '../../platform/auth/access.decorator.js';
import type { Caller } from '../../platform/auth/caller.js';
import { ClinicsService } from './clinics.service.js';
import { AcceptInvitation, InvitationLink, InvitationView, Members, NewInvitation } from './clinics.schema.js';

@ApiTags('clinic')
@Controller('api/v1')
export class ClinicsController {
  constructor(private readonly clinics: ClinicsService) {}

  @Get('members')
  @Access('Member', 'search')
  @ApiOkResponse({ standardSchema: Members })
  async members(@CallerOf() caller: Caller) {
    return { items: await this.clinics.members(caller) };
  }

  @Post('invitations')
  @Access('Invitation', 'create')
  @ApiCreatedResponse({ standardSchema: InvitationLink })
  invite(@CallerOf() caller: Caller, @Body({ schema: NewInvitation }) body: NewInvitation) {
    return this.clinics.invite(caller, body);
  }

  @Get('invitations/:token')
  @OpenToAll('the token is the proof')
  @ApiOkResponse({ standardSchema: InvitationView })
  read(@Param('token') token: string) {
    return this.clinics.readInvitation(token);
  }

  @Post('invitations/:token/accept')
  @HttpCode(204)
  @OpenToAll('the token is the proof')
  @ApiNoContentResponse()
  accept(
    @Req() request: FastifyRequest,
    @Param('token') token: string,
    @Body({ schema: AcceptInvitation }) body: AcceptInvitation,
  ) {
    return this.clinics.accept(token, body, {
      requestId: request.id,
      address: request.ip,
      cookie: request.headers.cookie,
    });
  }
}
