import { Module } from '@nestjs/common';
import { ClinicsModule } from '../clinics/index.js';
import { CareTeamService } from './care-team/care-team.service.js';
import { DuplicatesService } from './duplicates/duplicates.service.js';
import { FollowersService } from './followers/followers.service.js';
import { IdentityService } from './identity/identity.service.js';
import { PatientPeopleController } from './patient-people.controller.js';
import { ConsentsModule } from '../consents/index.js';
import { PatientsController } from './patients.controller.js';
import { PatientsService } from './patients.service.js';
import { ReferralsController } from './referrals/referrals.controller.js';
import { ReferralsService } from './referrals/referrals.service.js';
import { SprintsService } from './sprints.service.js';

@Module({
  imports: [ClinicsModule, ConsentsModule],
  controllers: [PatientsController, PatientPeopleController, ReferralsController],
  providers: [
    PatientsService,
    IdentityService,
    SprintsService,
    CareTeamService,
    FollowersService,
    ReferralsService,
    DuplicatesService,
  ],
  exports: [PatientsService, SprintsService, DuplicatesService],
})
export class PatientsModule {}
