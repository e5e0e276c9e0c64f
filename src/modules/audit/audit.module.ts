import { Module } from '@nestjs/common';
import { AuditCheckpoints } from './chain/checkpoints.js';
import { AuditSealer } from './chain/sealer.js';
import { AccessLogService } from './reading/access-log.service.js';
import { AuditController } from './reading/audit.controller.js';
import { AuditService } from './reading/audit.service.js';

@Module({
  controllers: [AuditController],
  // The sealer before what signs its work: on the way down they end in this order.
  providers: [AuditSealer, AuditCheckpoints, AuditService, AccessLogService],
  exports: [AuditService, AuditSealer],
})
export class AuditModule {}
