import { Module } from '@nestjs/common';
import { AccountSessionsController } from './account-sessions.controller.js';
import { AccountSessionsService } from './account-sessions.service.js';
import { AccountsController } from './accounts.controller.js';
import { AccountsService } from './accounts.service.js';
import { CredentialsController } from './credentials.controller.js';
import { CredentialsService } from './credentials.service.js';
import { PasskeysController } from './passkeys.controller.js';
import { PasskeysService } from './passkeys.service.js';
import { ProofController } from './proof.controller.js';
import { ProofService } from './proof.service.js';
import { RecoveryController } from './recovery.controller.js';
import { RecoveryService } from './recovery.service.js';

@Module({
  controllers: [
    AccountsController,
    AccountSessionsController,
    CredentialsController,
    PasskeysController,
    ProofController,
    RecoveryController,
  ],
  providers: [
    AccountsService,
    AccountSessionsService,
    CredentialsService,
    PasskeysService,
    ProofService,
    RecoveryService,
  ],
})
export class AccountsModule {}
