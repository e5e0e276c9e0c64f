import { Injectable } from '@nestjs/common';
import { Config } from '../../platform/config/config.js';
import { readCapabilityTemplate } from '../../platform/http/capability-statement.js';
import type { Json } from './validate/index.js';

/** The CapabilityStatement: fhir/capability-statement.json with our address in it. */
@Injectable()
export class Capabilities {
  private readonly template = readCapabilityTemplate();

  constructor(private readonly config: Config) {}

  statement(): Json {
    return { ...this.template, implementation: { description: 'Stepwell', url: `${this.config.publicUrl}/fhir` } };
  }
}
