import { Module } from '@nestjs/common';
import { ObservationsModule } from '../observations/index.js';
import { PatientsModule } from '../patients/index.js';
import { TransferIntake } from './transfer-intake.js';
import { TransfersController } from './transfers.controller.js';
import { TransfersService } from './transfers.service.js';

@Module({
  imports: [PatientsModule, ObservationsModule],
  controllers: [TransfersController],
  providers: [TransfersService, TransferIntake],
})
export class TransfersModule {}
