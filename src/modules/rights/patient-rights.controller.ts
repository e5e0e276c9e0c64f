import { Readable } from 'node:stream';
import { Body, Controller, Get, HttpCode, Param, Post, Res } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiCreatedResponse,
  ApiExcludeEndpoint,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiTags,
} from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Access, CallerOf } from '../../platform/auth/access.decorator.js';
import type { Caller } from '../../platform/auth/caller.js';
import { CorrectionsService } from './corrections/corrections.service.js';
import { ErasuresService } from './erasure/erasures.service.js';
import { ExportsService } from './export/exports.service.js';
import * as schema from './rights.schema.js';

/** What can be asked for about one patient. */
@ApiTags('rights')
@Controller('api/v1/patients/:id')
export class PatientRightsController {
  constructor(
    private readonly exports: ExportsService,
    private readonly corrections: CorrectionsService,
    private readonly erasures: ErasuresService,
  ) {}

  @Post('exports')
  @HttpCode(202)
  @Access('PatientExport', 'create')
  @ApiAcceptedResponse({ standardSchema: schema.ExportView })
  requestExport(
    @CallerOf() caller: Caller,
    @Param('id') id: string,
    @Body({ schema: schema.NewExport }) body: schema.NewExport,
  ) {
    return this.exports.request(caller, id, body);
  }

  @Get('exports')
  @Access('PatientExport', 'search')
  @ApiOkResponse({ standardSchema: schema.ExportList })
  listExports(@CallerOf() caller: Caller, @Param('id') id: string) {
    return this.exports.list(caller, id);
  }

  @Get('exports/:exportId/file')
  @Access('PatientExport', 'read')
  @ApiExcludeEndpoint()
  async fetchExport(
    @CallerOf() caller: Caller,
    @Param('id') id: string,
    @Param('exportId') exportId: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { bytes, name, contents } = await this.exports.open(caller, id, exportId);
    void reply
      .type('application/zip')
      .header('content-length', bytes)
      .header('content-disposition', `attachment; filename="${name}"`)
      .header('cache-control', 'no-store');
    return Readable.from(contents, { objectMode: false });
  }

  @Post('corrections')
  @Access('Correction', 'create')
  @ApiCreatedResponse({ standardSchema: schema.CorrectionView })
  askForCorrection(
    @CallerOf() caller: Caller,
    @Param('id') id: string,
    @Body({ schema: schema.NewCorrection }) body: schema.NewCorrection,
  ) {
    return this.corrections.ask(caller, id, body);
  }

  @Get('corrections')
  @Access('Correction', 'search')
  @ApiOkResponse({ standardSchema: schema.CorrectionList })
  listCorrections(@CallerOf() caller: Caller, @Param('id') id: string) {
    return this.corrections.list(caller, id);
  }

  @Post('corrections/:correctionId/decision')
  @HttpCode(200)
  @Access('Correction', 'resolve')
  @ApiOkResponse({ standardSchema: schema.CorrectionView })
  decideCorrection(
    @CallerOf() caller: Caller,
    @Param('id') id: string,
    @Param('correctionId') correctionId: string,
    @Body({ schema: schema.CorrectionDecision }) body: schema.CorrectionDecision,
  ) {
    return this.corrections.decide(caller, id, correctionId, body);
  }

  @Post('corrections/:correctionId/read')
  @HttpCode(204)
  @Access('Correction', 'acknowledge')
  @ApiNoContentResponse()
  readAnswer(@CallerOf() caller: Caller, @Param('id') id: string, @Param('correctionId') correctionId: string) {
    return this.corrections.read(caller, id, correctionId);
  }

  @Get('erasure')
  @Access('Erasure', 'read')
  @ApiOkResponse({ standardSchema: schema.ErasurePreview })
  previewErasure(@CallerOf() caller: Caller, @Param('id') id: string) {
    return this.erasures.preview(caller, id);
  }

  @Post('erasure')
  @Access('Erasure', 'create')
  @ApiCreatedResponse({ standardSchema: schema.ErasureRow })
  requestErasure(
    @CallerOf() caller: Caller,
    @Param('id') id: string,
    @Body({ schema: schema.NewErasure }) body: schema.NewErasure,
  ) {
    return this.erasures.request(caller, id, body);
  }

  @Post('erasure/approve')
  @HttpCode(200)
  @Access('Erasure', 'approve')
  @ApiOkResponse({ standardSchema: schema.ErasureRow })
  approveErasure(@CallerOf() caller: Caller, @Param('id') id: string) {
    return this.erasures.approve(caller, id);
  }

  @Post('erasure/cancel')
  @HttpCode(200)
  @Access('Erasure', 'cancel')
  @ApiOkResponse({ standardSchema: schema.ErasureRow })
  cancelErasure(@CallerOf() caller: Caller, @Param('id') id: string) {
    return this.erasures.cancel(caller, id);
  }

  @Post('holds')
  @HttpCode(204)
  @Access('LegalHold', 'create')
  @ApiNoContentResponse()
  placeHold(
    @CallerOf() caller: Caller,
    @Param('id') id: string,
    @Body({ schema: schema.NewHold }) body: schema.NewHold,
  ) {
    return this.erasures.hold(caller, id, body);
  }

  @Post('holds/:holdId/release')
  @HttpCode(204)
  @Access('LegalHold', 'update')
  @ApiNoContentResponse()
  releaseHold(
    @CallerOf() caller: Caller,
    @Param('id') id: string,
    @Param('holdId') holdId: string,
    @Body({ schema: schema.HoldRelease }) body: { reason: string },
  ) {
    return this.erasures.release(caller, id, holdId, body.reason);
  }
}
