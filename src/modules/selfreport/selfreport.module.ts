import { Module } from '@nestjs/common';
import { ObservationsModule } from '../observations/index.js';
import { ResponsesController } from './responses.controller.js';
import { ResponsesService } from './responses.service.js';

@Module({ imports: [ObservationsModule], controllers: [ResponsesController], providers: [ResponsesService] })
export class SelfReportModule {}
