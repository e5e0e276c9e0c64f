import { Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Access, CallerOf } from '../../platform/auth/access.decorator.js';
import type { Caller } from '../../platform/auth/caller.js';
import { InvitationLink, Invitations } from './clinics.schema.js';
import { InvitationsService } from './invitations.service.js';

@ApiTags('clinic')
@Controller('api/v1/invitations')
export class InvitationsController {
  constructor(private readonly invitations: InvitationsService) {}

  @Get()
  @Access('Invitation', 'search')
  @ApiOkResponse({ standardSchema: Invitations })
  list(@CallerOf() caller: Caller) {
    return this.invitations.list(caller);
  }

  @Post(':id/resend')
  @HttpCode(200)
  @Access('Invitation', 'update')
  @ApiOkResponse({ standardSchema: InvitationLink })
  resend(@CallerOf() caller: Caller, @Param('id') id: string) {
    return this.invitations.resend(caller, id);
  }

  @Delete(':id')
  @HttpCode(204)
  @Access('Invitation', 'delete')
  @ApiNoContentResponse()
  revoke(@CallerOf() caller: Caller, @Param('id') id: string) {
    return this.invitations.revoke(caller, id);
  }
}
