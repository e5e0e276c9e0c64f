import { Body, Controller, Get, Put } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Access, CallerOf } from '../../platform/auth/access.decorator.js';
import type { Caller } from '../../platform/auth/caller.js';
import { DetectionSetting, NewDetectionSetting } from './detection-setting.schema.js';
import { DetectionSettingService } from './detection-setting.service.js';

@ApiTags('clinic')
@Controller('api/v1/clinic/detection')
export class DetectionSettingController {
  constructor(private readonly settings: DetectionSettingService) {}

  @Get()
  @Access('DetectionSetting', 'read')
  @ApiOkResponse({ standardSchema: DetectionSetting })
  read(@CallerOf() caller: Caller) {
    return this.settings.read(caller);
  }

  @Put()
  @Access('DetectionSetting', 'update')
  @ApiOkResponse({ standardSchema: DetectionSetting })
  change(@CallerOf() caller: Caller, @Body({ schema: NewDetectionSetting }) body: NewDetectionSetting) {
    return this.settings.change(caller, body.budgetPerPatientMonth);
  }
}
