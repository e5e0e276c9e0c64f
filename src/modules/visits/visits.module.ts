import { Module } from '@nestjs/common';
import { Config } from '../../platform/config/config.js';
import { ConsentsModule } from '../consents/index.js';
import { DirectRoom } from './direct-room.js';
import { LiveKitRoom } from './livekit-room.js';
import { LiveKitWebhookController } from './livekit-webhook.controller.js';
import { PatientNotesController } from './patient-notes.controller.js';
import { TelehealthWithdrawal } from './telehealth-withdrawal.js';
import { NoShowWatch } from './no-show-watch.js';
import { RoomGuests } from './room-guests.js';
import { VideoRoom } from './video-room.js';
import { VisitNews } from './visit-news.js';
import { VisitNotes } from './visit-notes.service.js';
import { VisitPresence } from './visit-presence.js';
import { VisitsController } from './visits.controller.js';
import { VisitsGateway } from './visits.gateway.js';
import { VisitsService } from './visits.service.js';

@Module({
  imports: [ConsentsModule],
  controllers: [VisitsController, PatientNotesController, LiveKitWebhookController],
  providers: [
    VisitsService,
    VisitNotes,
    VisitNews,
    VisitPresence,
    RoomGuests,
    TelehealthWithdrawal,
    VisitsGateway,
    NoShowWatch,
    {
      provide: VideoRoom,
      inject: [Config],
      useFactory: (config: Config) => (config.liveKit ? new LiveKitRoom(config.liveKit) : new DirectRoom(config)),
    },
  ],
  exports: [VisitsService],
})
export class VisitsModule {}
