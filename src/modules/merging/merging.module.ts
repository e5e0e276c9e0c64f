import { Module } from '@nestjs/common';
import { ObservationsModule } from '../observations/index.js';
import { MergingController } from './merging.controller.js';
import { MergingService } from './merging.service.js';

@Module({ imports: [ObservationsModule], controllers: [MergingController], providers: [MergingService] })
export class MergingModule {}
