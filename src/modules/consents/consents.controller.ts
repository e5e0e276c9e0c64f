import { Body, Controller, Get, Param, Put } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Access, CallerOf } from '../../platform/auth/access.decorator.js';
import type { Caller } from '../../platform/auth/caller.js';
import type { ConsentPurpose } from '../../platform/auth/consent-condition.js';
import { ConsentAnswer, ConsentId, ConsentsView, Purpose, PurposeView, ShownConsent } from './consents.schema.js';
import { ConsentsService } from './consents.service.js';

@ApiTags('consents')
@Controller('api/v1/patients')
export class ConsentsController {
  constructor(private readonly consents: ConsentsService) {}

  @Get(':id/consents')
  @Access('Consent', 'search')
  @ApiOkResponse({ standardSchema: ConsentsView })
  view(@CallerOf() caller: Caller, @Param('id') id: string) {
    return this.consents.view(caller, id);
  }

  @Get(':id/consents/:consentId')
  @Access('Consent', 'read')
  @ApiOkResponse({ standardSchema: ShownConsent })
  shown(
    @CallerOf() caller: Caller,
    @Param('id') id: string,
    @Param('consentId', { schema: ConsentId }) consentId: string,
  ) {
    return this.consents.shown(caller, id, consentId);
  }

  @Put(':id/consents/:purpose')
  @Access('Consent', 'update')
  @ApiOkResponse({ standardSchema: PurposeView })
  answer(
    @CallerOf() caller: Caller,
    @Param('id') id: string,
    @Param('purpose', { schema: Purpose }) purpose: ConsentPurpose,
    @Body({ schema: ConsentAnswer }) body: ConsentAnswer,
  ) {
    return this.consents.answer(caller, id, purpose, body);
  }
}
