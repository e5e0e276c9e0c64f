import { Module } from '@nestjs/common';
import { ConsentsModule } from '../consents/index.js';
import { ObservationsModule } from '../observations/index.js';
import { ClinicRightsController } from './clinic-rights.controller.js';
import { CorrectionsService } from './corrections/corrections.service.js';
import { ErasureRunner } from './erasure/erasure-runner.js';
import { ErasuresService } from './erasure/erasures.service.js';
import { ExportRunner } from './export/export-runner.js';
import { ExportsService } from './export/exports.service.js';
import { ExportRenderers } from './export/renderers.js';
import { PatientRightsController } from './patient-rights.controller.js';
import { RetentionService } from './retention/retention.service.js';
import { RightsWorker } from './rights-worker.js';

@Module({
  imports: [ObservationsModule, ConsentsModule],
  controllers: [PatientRightsController, ClinicRightsController],
  providers: [
    ExportRenderers,
    ExportRunner,
    ExportsService,
    CorrectionsService,
    ErasureRunner,
    ErasuresService,
    RetentionService,
    RightsWorker,
  ],
  exports: [ExportRenderers],
})
export class RightsModule {}
