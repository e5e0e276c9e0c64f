import { Module } from '@nestjs/common';
import { AccountNoticesController } from './account/account-notices.controller.js';
import { AccountNoticesService } from './account/account-notices.service.js';
import { ClinicChannelsController } from './clinic/clinic-channels.controller.js';
import { ClinicChannelsService } from './clinic/clinic-channels.service.js';
import { Notices } from './notices.service.js';
import { Carriers } from './sending/carriers.js';
import { NoticeSender } from './sending/notice-sender.js';
import { PushKeys } from './sending/push-keys.js';

@Module({
  controllers: [AccountNoticesController, ClinicChannelsController],
  providers: [Notices, AccountNoticesService, ClinicChannelsService, PushKeys, Carriers, NoticeSender],
  exports: [Notices],
})
export class NotificationsModule {}
