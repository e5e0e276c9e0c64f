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

  /** What the address of a type, or of one resource of it, takes. None: there is nothing at it. */
  methodsAt(type: string, ofOne: boolean): string[] {
    const offered = this.template.rest.flatMap(({ resource }) => resource).find((resource) => resource.type === type);
    const methods = ofOne ? METHODS_OF_ONE : METHODS_OF_TYPE;
    return (offered?.interaction ?? []).flatMap(({ code }) => methods[code] ?? []).sort();
  }
}

/** By which methods interactions are asked for, at the address of a type and at that of one resource. */
const METHODS_OF_TYPE: Readonly<Record<string, readonly string[]>> = {
  'search-type': ['GET', 'HEAD'],
  create: ['POST'],
};
const METHODS_OF_ONE: Readonly<Record<string, readonly string[]>> = { read: ['GET', 'HEAD'] };
