import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Access, CallerOf } from '../../../platform/auth/access.decorator.js';
import type { Caller } from '../../../platform/auth/caller.js';
import {
  Acknowledge,
  AddNote,
  AlertDetailShape,
  BulkAct,
  BulkResult,
  HandOff,
  Resolve,
  Snooze,
  Undo,
} from '../alerts.schema.js';
import { AlertActsService } from './alert-acts.service.js';
import { BulkActsService } from './bulk-acts.service.js';

@ApiTags('alerts')
@Controller('api/v1/alerts')
export class AlertActsController {
  constructor(
    private readonly acts: AlertActsService,
    private readonly bulk: BulkActsService,
  ) {}

  @Post('bulk')
  @HttpCode(200)
  @Access('Alert', 'update')
  @ApiOkResponse({ standardSchema: BulkResult })
  several(@CallerOf() caller: Caller, @Body({ schema: BulkAct }) body: BulkAct) {
    return this.bulk.act(caller, body);
  }

  @Post(':id/acknowledge')
  @HttpCode(200)
  @Access('Alert', 'acknowledge')
  @ApiOkResponse({ standardSchema: AlertDetailShape })
  acknowledge(@CallerOf() caller: Caller, @Param('id') id: string, @Body({ schema: Acknowledge }) body: Acknowledge) {
    return this.acts.act(caller, id, body.version, { kind: 'acknowledge' });
  }

  @Post(':id/snooze')
  @HttpCode(200)
  @Access('Alert', 'snooze')
  @ApiOkResponse({ standardSchema: AlertDetailShape })
  snooze(@CallerOf() caller: Caller, @Param('id') id: string, @Body({ schema: Snooze }) body: Snooze) {
    return this.acts.act(caller, id, body.version, { kind: 'snooze', until: body.until });
  }

  @Post(':id/unsnooze')
  @HttpCode(200)
  @Access('Alert', 'snooze')
  @ApiOkResponse({ standardSchema: AlertDetailShape })
  unsnooze(@CallerOf() caller: Caller, @Param('id') id: string) {
    return this.acts.act(caller, id, null, { kind: 'unsnooze' });
  }

  @Post(':id/hand-off')
  @HttpCode(200)
  @Access('Alert', 'hand-off')
  @ApiOkResponse({ standardSchema: AlertDetailShape })
  handOff(@CallerOf() caller: Caller, @Param('id') id: string, @Body({ schema: HandOff }) body: HandOff) {
    const { version, ...act } = body;
    return this.acts.act(caller, id, version, { kind: 'hand-off', ...act });
  }

  @Post(':id/resolve')
  @HttpCode(200)
  @Access('Alert', 'resolve')
  @ApiOkResponse({ standardSchema: AlertDetailShape })
  resolve(@CallerOf() caller: Caller, @Param('id') id: string, @Body({ schema: Resolve }) body: Resolve) {
    const { version, ...act } = body;
    return this.acts.act(caller, id, version, { kind: 'resolve', ...act });
  }

  @Post(':id/undo')
  @HttpCode(200)
  @Access('Alert', 'undo')
  @ApiOkResponse({ standardSchema: AlertDetailShape })
  undo(@CallerOf() caller: Caller, @Param('id') id: string, @Body({ schema: Undo }) body: Undo) {
    return this.acts.act(caller, id, body.version, { kind: 'undo', eventId: body.eventId });
  }

  @Post(':id/note')
  @HttpCode(200)
  @Access('Alert', 'note')
  @ApiOkResponse({ standardSchema: AlertDetailShape })
  note(@CallerOf() caller: Caller, @Param('id') id: string, @Body({ schema: AddNote }) body: AddNote) {
    return this.acts.note(caller, id, body);
  }

  @Post(':id/seen')
  @HttpCode(204)
  @Access('Alert', 'read')
  @ApiNoContentResponse()
  async seen(@CallerOf() caller: Caller, @Param('id') id: string): Promise<void> {
    await this.acts.see(caller, id);
  }
}
