import { Module } from '@nestjs/common';
import { NotificationsModule } from '../notifications/index.js';
import { NoticesController } from './page/notices.controller.js';
import { NoticesService } from './page/notices.service.js';
import { ToldSettingsController } from './settings/told-settings.controller.js';
import { ToldSettingsService } from './settings/told-settings.service.js';
import { Tell } from './tellings/tell.js';
import { TellingClock } from './tellings/telling-clock.js';
import { ToldController } from './view/told.controller.js';
import { ToldService } from './view/told.service.js';

@Module({
  imports: [NotificationsModule],
  controllers: [NoticesController, ToldSettingsController, ToldController],
  providers: [NoticesService, ToldSettingsService, ToldService, Tell, TellingClock],
})
export class ToldModule {}
