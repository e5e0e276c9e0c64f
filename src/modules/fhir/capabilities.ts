import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { Config } from '../../platform/config/config.js';
import type { Json } from './validate/index.js';

/** The CapabilityStatement: fhir/capability-statement.json with our address in it. */
@Injectable()
export class Capabilities {
  private readonly template: Json;

  constructor(private readonly config: Config) {
    this.template = JSON.parse(readFileSync(findUp('fhir/capability-statement.json'), 'utf8')) as Json;
  }

  statement(): Json {
    return { ...this.template, implementation: { description: 'Stepwell', url: `${this.config.publicUrl}/fhir` } };
  }
}

/** fhir/ lies beside src/ and beside dist/. */
function findUp(path: string): string {
  for (let folder = import.meta.dirname; folder !== dirname(folder); folder = dirname(folder)) {
    if (existsSync(join(folder, path))) return join(folder, path);
  }
  throw new Error(`${path} is missing`);
}
