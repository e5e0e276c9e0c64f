import { Module } from '@nestjs/common';
import { ObservationsModule } from '../observations/index.js';
import { CalibrationWorker } from './calibration-worker.js';
import { DetectionSettingController } from './detection-setting.controller.js';
import { DetectionSettingService } from './detection-setting.service.js';
import { TrendWorker } from './trend-worker.js';
import { TrendsController } from './trends.controller.js';
import { TrendsService } from './trends.service.js';

@Module({
  imports: [ObservationsModule],
  controllers: [TrendsController, DetectionSettingController],
  providers: [TrendsService, DetectionSettingService, TrendWorker, CalibrationWorker],
})
export class TrendsModule {}
