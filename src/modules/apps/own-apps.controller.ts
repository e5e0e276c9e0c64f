import { Controller, Delete, Get, HttpCode, Param } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Access, CallerOf } from '../../platform/auth/access.decorator.js';
import type { Caller } from '../../platform/auth/caller.js';
import { AppGrants } from './app-grants.service.js';
import { AppGrantList } from './apps.schema.js';
import { toGrantView } from './to-views.js';

/** For everybody: what I allowed apps in this clinic, and no more of it. */
@ApiTags('account')
@Controller('api/v1/account/apps')
export class OwnAppsController {
  constructor(private readonly grants: AppGrants) {}

  @Get()
  @Access('AppGrant', 'read')
  @ApiOkResponse({ standardSchema: AppGrantList })
  async list(@CallerOf() caller: Caller) {
    return { items: (await this.grants.ofCaller(caller)).map(toGrantView) };
  }

  @Delete(':id')
  @HttpCode(204)
  @Access('AppGrant', 'delete')
  @ApiNoContentResponse()
  end(@CallerOf() caller: Caller, @Param('id') id: string) {
    return this.grants.endOwn(caller, id);
  }
}
