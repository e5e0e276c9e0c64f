import { type DynamicModule, Module, type Type } from '@nestjs/common';
import { AccountsModule } from './modules/accounts/index.js';
import { AlertReviewModule } from './modules/alert-review/index.js';
import { AlertsModule } from './modules/alerts/index.js';
import { BackTestModule } from './modules/backtest/index.js';
import { BreakGlassModule } from './modules/break-glass/index.js';
import { AuditModule } from './modules/audit/index.js';
import { AppsModule } from './modules/apps/index.js';
import { ClinicsModule } from './modules/clinics/index.js';
import { ConsentsModule } from './modules/consents/index.js';
import { EscalationModule } from './modules/escalation/index.js';
import { FhirModule } from './modules/fhir/index.js';
import { IngestModule } from './modules/ingest/index.js';
import { MergingModule } from './modules/merging/index.js';
import { ObservationsModule } from './modules/observations/index.js';
import { PatientsModule } from './modules/patients/index.js';
import { RightsModule } from './modules/rights/index.js';
import { SelfReportModule } from './modules/selfreport/index.js';
import { ToldModule } from './modules/told/index.js';
import { TransfersModule } from './modules/transfers/index.js';
import { TreatmentsModule } from './modules/treatments/index.js';
import { TrendsModule } from './modules/trends/index.js';
import { VisitsModule } from './modules/visits/index.js';
import { PlatformModule, type Surroundings } from './platform/platform.module.js';

/** The list of modules. */
@Module({})
export class AppModule {
  static with(surroundings: Surroundings, ...more: Type[]): DynamicModule {
    return {
      module: AppModule,
      imports: [
        PlatformModule.with(surroundings),
        AuditModule,
        ClinicsModule,
        AccountsModule,
        AppsModule,
        ConsentsModule,
        BreakGlassModule,
        PatientsModule,
        MergingModule,
        TransfersModule,
        ObservationsModule,
        FhirModule,
        IngestModule,
        SelfReportModule,
        RightsModule,
        TreatmentsModule,
        TrendsModule,
        AlertsModule,
        AlertReviewModule,
        EscalationModule,
        ToldModule,
        BackTestModule,
        VisitsModule,
        ...more,
      ],
    };
  }
}
