import { Module } from '@nestjs/common';
import { ObservationsModule } from '../observations/index.js';
import { TrendWorker } from './trend-worker.js';
import { TrendsController } from './trends.controller.js';
import { TrendsService } from './trends.service.js';

@Module({ imports: [ObservationsModule], controllers: [TrendsController], providers: [TrendsService, TrendWorker] })
export class TrendsModule {}
