import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Access, CallerOf } from '../../platform/auth/access.decorator.js';
import type { Caller } from '../../platform/auth/caller.js';
import { Merges, NewMerge } from './merging.schema.js';
import { MergingService } from './merging.service.js';

@ApiTags('patients')
@Controller('api/v1/merges')
export class MergingController {
  constructor(private readonly merging: MergingService) {}

  @Get()
  @Access('Merge', 'search')
  @ApiOkResponse({ standardSchema: Merges })
  list(@CallerOf() caller: Caller) {
    return this.merging.list(caller);
  }

  @Post()
  @Access('Merge', 'create')
  @ApiCreatedResponse({ standardSchema: Merges })
  propose(@CallerOf() caller: Caller, @Body({ schema: NewMerge }) body: NewMerge) {
    return this.merging.propose(caller, body);
  }

  @Post(':id/execute')
  @HttpCode(200)
  @Access('Merge', 'resolve')
  @ApiOkResponse({ standardSchema: Merges })
  execute(@CallerOf() caller: Caller, @Param('id') id: string) {
    return this.merging.execute(caller, id);
  }

  @Post(':id/refuse')
  @HttpCode(200)
  @Access('Merge', 'resolve')
  @ApiOkResponse({ standardSchema: Merges })
  refuse(@CallerOf() caller: Caller, @Param('id') id: string) {
    return this.merging.refuse(caller, id);
  }

  @Post(':id/undo')
  @HttpCode(200)
  @Access('Merge', 'cancel')
  @ApiOkResponse({ standardSchema: Merges })
  undo(@CallerOf() caller: Caller, @Param('id') id: string) {
    return this.merging.undo(caller, id);
  }
}
