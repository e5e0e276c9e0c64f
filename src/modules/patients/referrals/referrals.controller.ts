import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Access, CallerOf } from '../../../platform/auth/access.decorator.js';
import type { Caller } from '../../../platform/auth/caller.js';
import {
  AcceptedReferral,
  AcceptReferral,
  DeclineReferral,
  NewReferral,
  ReferralQuery,
  Referrals,
} from './referrals.schema.js';
import { ReferralsService } from './referrals.service.js';

@ApiTags('patients')
@Controller('api/v1/referrals')
export class ReferralsController {
  constructor(private readonly referrals: ReferralsService) {}

  @Get()
  @Access('Referral', 'search')
  @ApiOkResponse({ standardSchema: Referrals })
  list(@CallerOf() caller: Caller, @Query({ schema: ReferralQuery }) query: ReferralQuery) {
    return this.referrals.list(caller, query);
  }

  @Post()
  @HttpCode(204)
  @Access('Referral', 'create')
  @ApiNoContentResponse()
  receive(@CallerOf() caller: Caller, @Body({ schema: NewReferral }) body: NewReferral) {
    return this.referrals.receive(caller, body);
  }

  @Post(':id/accept')
  @Access('Referral', 'resolve')
  @ApiCreatedResponse({ standardSchema: AcceptedReferral })
  accept(@CallerOf() caller: Caller, @Param('id') id: string, @Body({ schema: AcceptReferral }) body: AcceptReferral) {
    return this.referrals.accept(caller, id, body);
  }

  @Post(':id/decline')
  @HttpCode(204)
  @Access('Referral', 'resolve')
  @ApiNoContentResponse()
  decline(
    @CallerOf() caller: Caller,
    @Param('id') id: string,
    @Body({ schema: DeclineReferral }) body: DeclineReferral,
  ) {
    return this.referrals.decline(caller, id, body.reason);
  }
}
