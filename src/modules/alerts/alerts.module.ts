import { Module } from '@nestjs/common';
import { AlertActsController } from './acts/alert-acts.controller.js';
import { AlertActsService } from './acts/alert-acts.service.js';
import { BulkActsService } from './acts/bulk-acts.service.js';
import { AlertClock } from './lifecycle/alert-clock.js';
import { AlertViewers } from './presence/alert-viewers.js';
import { PresenceGateway } from './presence/presence.gateway.js';
import { AlertRulesController } from './rules/alert-rules.controller.js';
import { AlertRulesService } from './rules/alert-rules.service.js';
import { SuppressionsService } from './suppression/suppressions.service.js';
import { SavedViewsController } from './views/saved-views.controller.js';
import { SavedViewsService } from './views/saved-views.service.js';
import { AlertsController } from './worklist/alerts.controller.js';
import { AlertsService } from './worklist/alerts.service.js';

@Module({
  controllers: [AlertsController, AlertActsController, AlertRulesController, SavedViewsController],
  providers: [
    AlertsService,
    AlertActsService,
    BulkActsService,
    AlertRulesService,
    SuppressionsService,
    AlertClock,
    SavedViewsService,
    AlertViewers,
    PresenceGateway,
  ],
})
export class AlertsModule {}
