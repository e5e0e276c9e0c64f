import { Module, type OnModuleInit } from '@nestjs/common';
import { Config } from '../../platform/config/config.js';
import { stringifyJson } from '../../platform/json/index.js';
import { AuditModule } from '../audit/index.js';
import { ObservationsModule } from '../observations/index.js';
import { PatientsModule } from '../patients/index.js';
import { ExportRenderers, RightsModule } from '../rights/index.js';
import { toAuditEvent } from './audit/audit-event.js';
import { AuditEventsController } from './audit/audit-events.controller.js';
import { Capabilities } from './capabilities.js';
import { ConsentResources } from './consent/consent-resources.service.js';
import { FhirConsentsController } from './consent/consents.controller.js';
import { FhirController } from './fhir.controller.js';
import { FhirRecordsController } from './records/records.controller.js';
import { SENT_RECORDS } from './records/sent-records.controller.js';
import { RecordResources } from './records/record-resources.service.js';
import { FhirMethodsController } from './methods.controller.js';
import { LastObservationsController } from './last-observations.controller.js';
import { Once } from './once.js';
import { Bundles } from './resources/bundles.service.js';
import { LastObservations } from './resources/last-observations.service.js';
import { ObservationResources } from './resources/observation-resources.service.js';
import { PatientResources } from './resources/patient-resources.service.js';
import { renderObservation } from './resources/render-observation.js';

@Module({
  imports: [AuditModule, ObservationsModule, PatientsModule, RightsModule],
  controllers: [
    LastObservationsController,
    AuditEventsController,
    FhirConsentsController,
    FhirController,
    FhirRecordsController,
    ...SENT_RECORDS,
    FhirMethodsController,
  ],
  providers: [
    ObservationResources,
    PatientResources,
    Bundles,
    Once,
    Capabilities,
    LastObservations,
    ConsentResources,
    RecordResources,
  ],
})
export class FhirModule implements OnModuleInit {
  constructor(
    private readonly renderers: ExportRenderers,
    private readonly config: Config,
  ) {}

  /** Nobody imports fhir: it brings what a patient's export needs of it. */
  onModuleInit(): void {
    const base = `${this.config.publicUrl}/fhir`;
    this.renderers.use({
      observation: renderObservation,
      auditEvent: (row) => stringifyJson(toAuditEvent(row, base)),
    });
  }
}
