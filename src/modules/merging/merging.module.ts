import { Module } from '@nestjs/common';
import { ConsentsModule } from '../consents/index.js';
import { ObservationsModule } from '../observations/index.js';
import { MergingController } from './merging.controller.js';
import { MergingService } from './merging.service.js';

@Module({
  imports: [ConsentsModule, ObservationsModule],
  controllers: [MergingController],
  providers: [MergingService],
})
export class MergingModule {}
