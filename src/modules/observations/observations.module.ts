import { Module } from '@nestjs/common';
import { CorrectingService } from './correcting.service.js';
import { DueSignal } from './due-signal.js';
import { ObservationSearches } from './observation-searches.service.js';
import { ObservationsController } from './observations.controller.js';
import { ObservationsService } from './observations.service.js';
import { ReadingController } from './reading/reading.controller.js';
import { ReadingService } from './reading/reading.service.js';
import { ClosedPeriods } from './retention/closed-periods.js';
import { ReadingMoves } from './moving/reading-moves.js';
import { Withdrawals } from './moving/withdrawals.js';
import { Retention } from './retention/retention.js';
import { Contacts } from './sources/contacts.js';
import { OutageWatch } from './sources/outage-watch.js';
import { SourcesController } from './sources/sources.controller.js';
import { SourcesService } from './sources/sources.service.js';
import { ZonesController } from './zones/zones.controller.js';
import { ZonesService } from './zones/zones.service.js';

@Module({
  controllers: [ObservationsController, ReadingController, SourcesController, ZonesController],
  providers: [
    ObservationsService,
    CorrectingService,
    ObservationSearches,
    ReadingMoves,
    Withdrawals,
    DueSignal,
    Contacts,
    ReadingService,
    SourcesService,
    OutageWatch,
    ZonesService,
    Retention,
    ClosedPeriods,
  ],
  exports: [
    ObservationsService,
    ReadingMoves,
    Withdrawals,
    ObservationSearches,
    DueSignal,
    ReadingService,
    ClosedPeriods,
  ],
})
export class ObservationsModule {}
