import { Controller, Get, Header } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { OpenToAll } from '../../platform/auth/access.decorator.js';
import { Config } from '../../platform/config/config.js';
import { smartConfiguration } from './smart-configuration.js';

const WHY = 'an app must know what we offer before it has a token';

/** Below the FHIR base, where SMART looks, and at the root, where people do. */
@ApiExcludeController()
@Controller()
export class SmartConfigurationController {
  constructor(private readonly config: Config) {}

  @Get('fhir/.well-known/smart-configuration')
  @OpenToAll(WHY)
  @Header('content-type', 'application/json; charset=utf-8')
  below() {
    return smartConfiguration(this.config.publicUrl);
  }

  @Get('.well-known/smart-configuration')
  @OpenToAll(WHY)
  @Header('content-type', 'application/json; charset=utf-8')
  atRoot() {
    return smartConfiguration(this.config.publicUrl);
  }
}
