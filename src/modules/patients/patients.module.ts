import { Module } from '@nestjs/common';
import { ConsentsModule } from '../consents/index.js';
import { PatientsController } from './patients.controller.js';
import { PatientsService } from './patients.service.js';
import { SprintsService } from './sprints.service.js';

@Module({
  imports: [ConsentsModule],
  controllers: [PatientsController],
  providers: [PatientsService, SprintsService],
  exports: [PatientsService, SprintsService],
})
export class PatientsModule {}
