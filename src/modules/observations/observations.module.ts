import { Module } from '@nestjs/common';
import { DueSignal } from './due-signal.js';
import { ObservationSearches } from './observation-searches.service.js';
import { ObservationsController } from './observations.controller.js';
import { ObservationsService } from './observations.service.js';

@Module({
  controllers: [ObservationsController],
  providers: [ObservationsService, ObservationSearches, DueSignal],
  exports: [ObservationsService, ObservationSearches, DueSignal],
})
export class ObservationsModule {}
