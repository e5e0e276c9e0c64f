import { Module } from '@nestjs/common';
import { DueSignal } from './due-signal.js';
import { ObservationsController } from './observations.controller.js';
import { ObservationsService } from './observations.service.js';

@Module({
  controllers: [ObservationsController],
  providers: [ObservationsService, DueSignal],
  exports: [ObservationsService, DueSignal],
})
export class ObservationsModule {}
