import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Access, CallerOf } from '../../../platform/auth/access.decorator.js';
import type { Caller } from '../../../platform/auth/caller.js';
import { AccountNoticesService } from './account-notices.service.js';
import { AddPushDevice, NoticesShape, SetNotices, TestNotices } from './account-notices.schema.js';

@ApiTags('account')
@Controller('api/v1/account/notices')
export class AccountNoticesController {
  constructor(private readonly notices: AccountNoticesService) {}

  @Get()
  @Access('NoticeSetting', 'read')
  @ApiOkResponse({ standardSchema: NoticesShape })
  read(@CallerOf() caller: Caller) {
    return this.notices.read(caller);
  }

  @Put()
  @Access('NoticeSetting', 'update')
  @ApiOkResponse({ standardSchema: NoticesShape })
  change(@CallerOf() caller: Caller, @Body({ schema: SetNotices }) body: SetNotices) {
    return this.notices.change(caller, body);
  }

  @Post('devices')
  @HttpCode(200)
  @Access('NoticeSetting', 'create')
  @ApiOkResponse({ standardSchema: NoticesShape })
  addDevice(@CallerOf() caller: Caller, @Body({ schema: AddPushDevice }) body: AddPushDevice) {
    return this.notices.addDevice(caller, body);
  }

  @Delete('devices/:id')
  @HttpCode(204)
  @Access('NoticeSetting', 'delete')
  @ApiNoContentResponse()
  removeDevice(@CallerOf() caller: Caller, @Param('id') id: string) {
    return this.notices.removeDevice(caller, id);
  }

  @Post('test')
  @HttpCode(200)
  @Access('NoticeSetting', 'update')
  @ApiOkResponse({ standardSchema: TestNotices })
  test(@CallerOf() caller: Caller) {
    return this.notices.test(caller);
  }
}
