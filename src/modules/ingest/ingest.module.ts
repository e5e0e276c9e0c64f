import { Module } from '@nestjs/common';
import { ObservationsModule } from '../observations/index.js';
import { IngestController } from './ingest.controller.js';
import { IngestService } from './ingest.service.js';
import { LostUploads } from './lost-uploads.js';
import { RawRetention } from './raw-retention.js';
import { UploadScanner } from './scanning/upload-scanner.js';
import { TakeBack } from './takeback/take-back.js';
import { FollowZones } from './told/follow-zones.js';
import { ToldReadings } from './told/told-readings.js';
import { VendorPayloads } from './vendor-payloads.js';
import { UploadsService } from './uploads.service.js';

@Module({
  imports: [ObservationsModule],
  controllers: [IngestController],
  providers: [
    IngestService,
    UploadsService,
    LostUploads,
    UploadScanner,
    RawRetention,
    ToldReadings,
    VendorPayloads,
    FollowZones,
    TakeBack,
  ],
})
export class IngestModule {}
