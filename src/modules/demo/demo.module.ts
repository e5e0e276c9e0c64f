import { Module } from '@nestjs/common';
import { ClinicsModule } from '../clinics/index.js';
import { ObservationsModule } from '../observations/index.js';
import { PatientsModule } from '../patients/index.js';
import { DemoSeed } from './demo-seed.js';
import { DemoWearables } from './demo-wearables.js';
import { DemoController } from './demo.controller.js';

@Module({
  imports: [ClinicsModule, PatientsModule, ObservationsModule],
  controllers: [DemoController],
  providers: [DemoSeed, DemoWearables],
  exports: [DemoSeed, DemoWearables],
})
export class DemoModule {}
