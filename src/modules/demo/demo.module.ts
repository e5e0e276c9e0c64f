import { Module } from '@nestjs/common';
import { ClinicsModule } from '../clinics/index.js';
import { ObservationsModule } from '../observations/index.js';
import { PatientsModule } from '../patients/index.js';
import { TreatmentsModule } from '../treatments/index.js';
import { DemoSeed } from './demo-seed.js';
import { DemoTreatments } from './demo-treatments.js';
import { DemoWearables } from './demo-wearables.js';
import { DemoController } from './demo.controller.js';

@Module({
  imports: [ClinicsModule, PatientsModule, ObservationsModule, TreatmentsModule],
  controllers: [DemoController],
  providers: [DemoSeed, DemoTreatments, DemoWearables],
  exports: [DemoSeed, DemoWearables],
})
export class DemoModule {}
