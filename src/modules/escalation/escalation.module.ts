import { Module } from '@nestjs/common';
import { NotificationsModule } from '../notifications/index.js';
import { EscalationAuditor } from './auditing/auditor.js';
import { CallStep } from './call/call-step.js';
import { EscalationClock } from './call/escalation-clock.js';
import { ChainController } from './view/chain.controller.js';
import { EscalationController } from './view/escalation.controller.js';
import { EscalationService } from './view/escalation.service.js';

@Module({
  imports: [NotificationsModule],
  controllers: [ChainController, EscalationController],
  providers: [CallStep, EscalationClock, EscalationAuditor, EscalationService],
})
export class EscalationModule {}
