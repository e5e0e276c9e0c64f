import { Body, Controller, Get, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Access, CallerOf } from '../../platform/auth/access.decorator.js';
import type { Caller } from '../../platform/auth/caller.js';
import { ConsentTextsService } from './consent-texts.service.js';
import { ConsentTexts, NewConsentText } from './consents.schema.js';

@ApiTags('consents')
@Controller('api/v1/consent-texts')
export class ConsentTextsController {
  constructor(private readonly texts: ConsentTextsService) {}

  @Get()
  @Access('ConsentText', 'search')
  @ApiOkResponse({ standardSchema: ConsentTexts })
  list(@CallerOf() caller: Caller) {
    return this.texts.list(caller);
  }

  @Post()
  @Access('ConsentText', 'create')
  @ApiCreatedResponse({ standardSchema: ConsentTexts.shape.items.element })
  publish(@CallerOf() caller: Caller, @Body({ schema: NewConsentText }) body: NewConsentText) {
    return this.texts.publish(caller, body);
  }
}
