import { Module } from '@nestjs/common';
import { AppGrants } from './app-grants.service.js';
import { AppRequestsController } from './app-requests.controller.js';
import { AppRequests } from './app-requests.service.js';
import { AppsController } from './apps.controller.js';
import { AppsService } from './apps.service.js';
import { AuthorizationServer } from './authorization-server.js';
import { OAuthController } from './oauth.controller.js';
import { OwnAppsController } from './own-apps.controller.js';
import { SmartConfigurationController } from './smart-configuration.controller.js';

@Module({
  controllers: [
    SmartConfigurationController,
    OAuthController,
    AppsController,
    OwnAppsController,
    AppRequestsController,
  ],
  providers: [AppsService, AppGrants, AppRequests, AuthorizationServer],
})
export class AppsModule {}
