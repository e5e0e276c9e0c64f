import { Body, Controller, Delete, Get, HttpCode, Param, Put } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Access, CallerOf } from '../../../platform/auth/access.decorator.js';
import type { Caller } from '../../../platform/auth/caller.js';
import { PutSavedView, SavedViewList, SavedViewShape } from './saved-views.schema.js';
import { SavedViewsService } from './saved-views.service.js';

@ApiTags('alerts')
@Controller('api/v1/saved-views')
export class SavedViewsController {
  constructor(private readonly views: SavedViewsService) {}

  @Get()
  @Access('SavedView', 'search')
  @ApiOkResponse({ standardSchema: SavedViewList })
  list(@CallerOf() caller: Caller) {
    return this.views.list(caller);
  }

  @Put(':id')
  @Access('SavedView', 'update')
  @ApiOkResponse({ standardSchema: SavedViewShape })
  put(@CallerOf() caller: Caller, @Param('id') id: string, @Body({ schema: PutSavedView }) body: PutSavedView) {
    return this.views.put(caller, id, body);
  }

  @Delete(':id')
  @HttpCode(204)
  @Access('SavedView', 'delete')
  @ApiNoContentResponse()
  async remove(@CallerOf() caller: Caller, @Param('id') id: string): Promise<void> {
    await this.views.remove(caller, id);
  }
}
