import { Module } from '@nestjs/common';
import { ClinicsController } from './clinics.controller.js';
import { ClinicsService } from './clinics.service.js';
import { InvitationsController } from './invitations.controller.js';
import { InvitationsService } from './invitations.service.js';
import { InvitedAccountService } from './invited-account.service.js';
import { StaffController } from './members/staff.controller.js';
import { StaffService } from './members/staff.service.js';
import { AbsencesService } from './rota/absences.service.js';
import { RotaController } from './rota/rota.controller.js';
import { RotaService } from './rota/rota.service.js';
import { ClinicSettingsController } from './settings/clinic-settings.controller.js';
import { ClinicSettingsService } from './settings/clinic-settings.service.js';

@Module({
  controllers: [ClinicsController, InvitationsController, ClinicSettingsController, StaffController, RotaController],
  providers: [
    ClinicsService,
    InvitationsService,
    InvitedAccountService,
    ClinicSettingsService,
    StaffService,
    RotaService,
    AbsencesService,
  ],
  exports: [ClinicsService],
})
export class ClinicsModule {}
