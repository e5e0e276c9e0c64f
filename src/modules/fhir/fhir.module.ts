import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/index.js';
import { ObservationsModule } from '../observations/index.js';
import { PatientsModule } from '../patients/index.js';
import { AuditEventsController } from './audit/audit-events.controller.js';
import { Capabilities } from './capabilities.js';
import { FhirController } from './fhir.controller.js';
import { LastObservationsController } from './last-observations.controller.js';
import { Bundles } from './resources/bundles.service.js';
import { LastObservations } from './resources/last-observations.service.js';
import { ObservationResources } from './resources/observation-resources.service.js';
import { PatientResources } from './resources/patient-resources.service.js';

@Module({
  imports: [AuditModule, ObservationsModule, PatientsModule],
  controllers: [LastObservationsController, AuditEventsController, FhirController],
  providers: [ObservationResources, PatientResources, Bundles, Capabilities, LastObservations],
})
export class FhirModule {}
