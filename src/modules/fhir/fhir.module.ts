import { Module } from '@nestjs/common';
import { ObservationsModule } from '../observations/index.js';
import { PatientsModule } from '../patients/index.js';
import { Capabilities } from './capabilities.js';
import { ConsentResources } from './consent/consent-resources.service.js';
import { FhirConsentsController } from './consent/consents.controller.js';
import { FhirController } from './fhir.controller.js';
import { LastObservationsController } from './last-observations.controller.js';
import { Bundles } from './resources/bundles.service.js';
import { LastObservations } from './resources/last-observations.service.js';
import { ObservationResources } from './resources/observation-resources.service.js';
import { PatientResources } from './resources/patient-resources.service.js';

@Module({
  imports: [ObservationsModule, PatientsModule],
  controllers: [LastObservationsController, FhirConsentsController, FhirController],
  providers: [ObservationResources, PatientResources, Bundles, Capabilities, LastObservations, ConsentResources],
})
export class FhirModule {}
