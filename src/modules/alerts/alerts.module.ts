import { Module } from '@nestjs/common';
import { AlertActsController } from './acts/alert-acts.controller.js';
import { AlertActsService } from './acts/alert-acts.service.js';
import { BulkActsService } from './acts/bulk-acts.service.js';
import { AlertClock } from './lifecycle/alert-clock.js';
import { NoticesController } from './notices/notices.controller.js';
import { NoticesService } from './notices/notices.service.js';
import { AlertRulesController } from './rules/alert-rules.controller.js';
import { AlertRulesService } from './rules/alert-rules.service.js';
import { SuppressionsService } from './suppression/suppressions.service.js';
import { AlertsController } from './worklist/alerts.controller.js';
import { AlertsService } from './worklist/alerts.service.js';

@Module({
  controllers: [AlertsController, AlertActsController, NoticesController, AlertRulesController],
  providers: [
    AlertsService,
    AlertActsService,
    BulkActsService,
    NoticesService,
    AlertRulesService,
    SuppressionsService,
    AlertClock,
  ],
})
export class AlertsModule {}
