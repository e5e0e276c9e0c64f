import { Body, Controller, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Access, CallerOf } from '../../../platform/auth/access.decorator.js';
import type { Caller } from '../../../platform/auth/caller.js';
import { MemberChange, NewTeam, Teams } from './staff.schema.js';
import { StaffService } from './staff.service.js';

@ApiTags('clinic')
@Controller('api/v1')
export class StaffController {
  constructor(private readonly staff: StaffService) {}

  @Put('members/:personId')
  @HttpCode(204)
  @Access('Member', 'update')
  @ApiNoContentResponse()
  changeMember(
    @CallerOf() caller: Caller,
    @Param('personId') personId: string,
    @Body({ schema: MemberChange }) body: MemberChange,
  ) {
    return this.staff.changeMember(caller, personId, body);
  }

  @Get('teams')
  @Access('Team', 'search')
  @ApiOkResponse({ standardSchema: Teams })
  teams(@CallerOf() caller: Caller) {
    return this.staff.teams(caller);
  }

  @Put('teams/:id')
  @Access('Team', 'update')
  @ApiOkResponse({ standardSchema: Teams })
  saveTeam(@CallerOf() caller: Caller, @Param('id') id: string, @Body({ schema: NewTeam }) body: NewTeam) {
    return this.staff.saveTeam(caller, id, body);
  }

  @Post('teams/:id/end')
  @HttpCode(204)
  @Access('Team', 'end')
  @ApiNoContentResponse()
  endTeam(@CallerOf() caller: Caller, @Param('id') id: string) {
    return this.staff.endTeam(caller, id);
  }
}
