import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Access, CallerOf } from '../../platform/auth/access.decorator.js';
import type { Caller } from '../../platform/auth/caller.js';
import {
  AcceptedTransfer,
  AcceptTransfer,
  NewTransfer,
  ReadTransfer,
  TransferCode,
  TransferPreview,
  Transfers,
} from './transfers.schema.js';
import { TransfersService } from './transfers.service.js';

@ApiTags('patients')
@Controller('api/v1/transfers')
export class TransfersController {
  constructor(private readonly transfers: TransfersService) {}

  @Get()
  @Access('Transfer', 'search')
  @ApiOkResponse({ standardSchema: Transfers })
  list(@CallerOf() caller: Caller) {
    return this.transfers.list(caller);
  }

  @Post()
  @Access('Transfer', 'create')
  @ApiCreatedResponse({ standardSchema: TransferCode })
  offer(@CallerOf() caller: Caller, @Body({ schema: NewTransfer }) body: NewTransfer) {
    return this.transfers.offer(caller, body);
  }

  @Post(':id/revoke')
  @HttpCode(204)
  @Access('Transfer', 'cancel')
  @ApiNoContentResponse()
  revoke(@CallerOf() caller: Caller, @Param('id') id: string) {
    return this.transfers.revoke(caller, id);
  }

  /** The code travels in the body: an address is logged on the way, a body is not. */
  @Post('preview')
  @HttpCode(200)
  @Access('Transfer', 'read')
  @ApiOkResponse({ standardSchema: TransferPreview })
  preview(@CallerOf() caller: Caller, @Body({ schema: ReadTransfer }) body: ReadTransfer) {
    return this.transfers.preview(caller, body.code);
  }

  @Post('accept')
  @HttpCode(200)
  @Access('Transfer', 'resolve')
  @ApiOkResponse({ standardSchema: AcceptedTransfer })
  accept(@CallerOf() caller: Caller, @Body({ schema: AcceptTransfer }) body: AcceptTransfer) {
    return this.transfers.accept(caller, body);
  }
}
