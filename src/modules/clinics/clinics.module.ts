import { Module } from '@nestjs/common';
import { ClinicsController } from './clinics.controller.js';
import { ClinicsService } from './clinics.service.js';
import { InvitationsController } from './invitations.controller.js';
import { InvitationsService } from './invitations.service.js';

@Module({
  controllers: [ClinicsController, InvitationsController],
  providers: [ClinicsService, InvitationsService],
  exports: [ClinicsService],
})
export class ClinicsModule {}
