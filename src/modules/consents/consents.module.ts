import { Module } from '@nestjs/common';
import { ConsentHooks } from './consent-hooks.js';
import { ConsentTextsController } from './consent-texts.controller.js';
import { ConsentTextsService } from './consent-texts.service.js';
import { ConsentsController } from './consents.controller.js';
import { ConsentsService } from './consents.service.js';

@Module({
  controllers: [ConsentsController, ConsentTextsController],
  providers: [ConsentsService, ConsentTextsService, ConsentHooks],
  exports: [ConsentsService, ConsentHooks],
})
export class ConsentsModule {}
