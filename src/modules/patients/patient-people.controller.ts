import { Body, Controller, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Access, CallerOf } from '../../platform/auth/access.decorator.js';
import type { Caller } from '../../platform/auth/caller.js';
import { InvitationLink } from '../clinics/index.js';
import { CareTeamService } from './care-team/care-team.service.js';
import { DuplicatesService } from './duplicates/duplicates.service.js';
import { Matches, MatchQuery } from './duplicates/duplicates.schema.js';
import { FollowerGrant, Followers, NewFollower } from './followers/followers.schema.js';
import { FollowersService } from './followers/followers.service.js';
import { IdentityService } from './identity/identity.service.js';
import { CareTeamChange, ContactChange, IdentityChange } from './patients.schema.js';

/** Who a patient is and who is around: the care team, those who look on, and people who may be the same one. */
@ApiTags('patients')
@Controller('api/v1/patients')
export class PatientPeopleController {
  constructor(
    private readonly identities: IdentityService,
    private readonly careTeam: CareTeamService,
    private readonly followers: FollowersService,
    private readonly duplicates: DuplicatesService,
  ) {}

  @Post('matches')
  @HttpCode(200)
  @Access('PatientMatch', 'search')
  @ApiOkResponse({ standardSchema: Matches })
  matches(@CallerOf() caller: Caller, @Body({ schema: MatchQuery }) body: MatchQuery) {
    return this.duplicates.findBeforeRegistering(caller, body);
  }

  @Put(':id/identity')
  @HttpCode(204)
  @Access('Identity', 'update')
  @ApiNoContentResponse()
  identity(
    @CallerOf() caller: Caller,
    @Param('id') id: string,
    @Body({ schema: IdentityChange }) body: IdentityChange,
  ) {
    return this.identities.changeIdentity(caller, id, body);
  }

  @Put(':id/contact')
  @HttpCode(204)
  @Access('Patient', 'update')
  @ApiNoContentResponse()
  contact(@CallerOf() caller: Caller, @Param('id') id: string, @Body({ schema: ContactChange }) body: ContactChange) {
    return this.identities.changeContact(caller, id, body);
  }

  @Put(':id/care-team')
  @HttpCode(204)
  @Access('CareTeam', 'update')
  @ApiNoContentResponse()
  team(@CallerOf() caller: Caller, @Param('id') id: string, @Body({ schema: CareTeamChange }) body: CareTeamChange) {
    return this.careTeam.change(caller, id, body);
  }

  @Get(':id/followers')
  @Access('Follower', 'search')
  @ApiOkResponse({ standardSchema: Followers })
  list(@CallerOf() caller: Caller, @Param('id') id: string) {
    return this.followers.list(caller, id);
  }

  @Post(':id/followers')
  @Access('Follower', 'create')
  @ApiCreatedResponse({ standardSchema: InvitationLink })
  invite(@CallerOf() caller: Caller, @Param('id') id: string, @Body({ schema: NewFollower }) body: NewFollower) {
    return this.followers.invite(caller, id, body);
  }

  @Put(':id/followers/:personId')
  @Access('Follower', 'update')
  @ApiOkResponse({ standardSchema: Followers })
  change(
    @CallerOf() caller: Caller,
    @Param('id') id: string,
    @Param('personId') personId: string,
    @Body({ schema: FollowerGrant }) body: FollowerGrant,
  ) {
    return this.followers.change(caller, id, personId, body);
  }

  @Post(':id/followers/:personId/allow')
  @HttpCode(200)
  @Access('Follower', 'approve')
  @ApiOkResponse({ standardSchema: Followers })
  allow(
    @CallerOf() caller: Caller,
    @Param('id') id: string,
    @Param('personId') personId: string,
    @Body({ schema: FollowerGrant }) body: FollowerGrant,
  ) {
    return this.followers.allow(caller, id, personId, body);
  }

  @Post(':id/followers/invited/:invitationId/allow')
  @HttpCode(200)
  @Access('Follower', 'approve')
  @ApiOkResponse({ standardSchema: Followers })
  allowInvited(
    @CallerOf() caller: Caller,
    @Param('id') id: string,
    @Param('invitationId') invitationId: string,
    @Body({ schema: FollowerGrant }) body: FollowerGrant,
  ) {
    return this.followers.allowInvited(caller, id, invitationId, body);
  }

  @Post(':id/followers/:personId/end')
  @HttpCode(200)
  @Access('Follower', 'end')
  @ApiOkResponse({ standardSchema: Followers })
  end(@CallerOf() caller: Caller, @Param('id') id: string, @Param('personId') personId: string) {
    return this.followers.end(caller, id, personId);
  }

  @Post(':id/followers/invited/:invitationId/end')
  @HttpCode(200)
  @Access('Follower', 'end')
  @ApiOkResponse({ standardSchema: Followers })
  takeBack(@CallerOf() caller: Caller, @Param('id') id: string, @Param('invitationId') invitationId: string) {
    return this.followers.takeBack(caller, id, invitationId);
  }
}
