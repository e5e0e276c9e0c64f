import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Access, CallerOf } from '../../platform/auth/access.decorator.js';
import type { Caller } from '../../platform/auth/caller.js';
import { UUID } from '../../platform/auth/compartment.js';
import { notFound } from '../../platform/http/domain-error.js';
import { AppGrants } from './app-grants.service.js';
import { AppGrantList, AppProof, Apps, NewApp, NewProof } from './apps.schema.js';
import { AppsService } from './apps.service.js';
import { toAppView, toGrantView } from './to-views.js';

/** For a clinic's admin: which apps may ask for data, and who allowed them what. */
@ApiTags('apps')
@Controller('api/v1/apps')
export class AppsController {
  constructor(
    private readonly apps: AppsService,
    private readonly grants: AppGrants,
  ) {}

  @Get()
  @Access('App', 'search')
  @ApiOkResponse({ standardSchema: Apps })
  async list(@CallerOf() caller: Caller) {
    return { items: (await this.apps.list(caller)).map(toAppView) };
  }

  @Post()
  @Access('App', 'create')
  @ApiCreatedResponse({ standardSchema: AppProof })
  register(@CallerOf() caller: Caller, @Body({ schema: NewApp }) body: NewApp) {
    return this.apps.register(caller, body);
  }

  @Put(':id/proof')
  @Access('App', 'update')
  @ApiOkResponse({ standardSchema: AppProof })
  renewProof(@CallerOf() caller: Caller, @Param('id') id: string, @Body({ schema: NewProof }) body: NewProof) {
    return this.apps.renewProof(caller, appId(id), body);
  }

  @Delete(':id')
  @HttpCode(204)
  @Access('App', 'delete')
  @ApiNoContentResponse()
  revoke(@CallerOf() caller: Caller, @Param('id') id: string) {
    return this.apps.revoke(caller, appId(id));
  }

  @Get(':id/grants')
  @Access('AppGrant', 'search')
  @ApiOkResponse({ standardSchema: AppGrantList })
  async listGrants(@CallerOf() caller: Caller, @Param('id') id: string) {
    return { items: (await this.grants.ofApp(caller, appId(id))).map(toGrantView) };
  }

  @Delete(':id/grants/:grantId')
  @HttpCode(204)
  @Access('AppGrant', 'end')
  @ApiNoContentResponse()
  endGrant(@CallerOf() caller: Caller, @Param('id') id: string, @Param('grantId') grantId: string) {
    return this.grants.endOfApp(caller, appId(id), grantId);
  }
}

function appId(text: string): string {
  if (!UUID.test(text)) throw notFound('app');
  return text;
}
