import { type DynamicModule, Module } from '@nestjs/common';
import { AccountsModule } from './modules/accounts/index.js';
import { ClinicsModule } from './modules/clinics/index.js';
import { PlatformModule, type Surroundings } from './platform/platform.module.js';

/** The list of modules. */
@Module({})
export class AppModule {
  static with(surroundings: Surroundings): DynamicModule {
    return {
      module: AppModule,
      imports: [PlatformModule.with(surroundings), ClinicsModule, AccountsModule],
    };
  }
}
