import { Injectable } from '@nestjs/common';
import { Config } from '../../platform/config/config.js';
import { DomainError } from '../../platform/http/domain-error.js';
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

  /** What is said of a type that is not here: https://hl7.org/fhir/R4/http.html#Status-Codes */
  notServed(type: string): DomainError {
    const shown = /^[A-Za-z]{1,40}$/.test(type) ? type : 'This type';
    const sentence =
      type === 'Bundle'
        ? 'A Bundle is not kept here: POST a batch or transaction to /fhir itself.'
        : `${shown} is not offered here. These types are: ${this.types().join(', ')}.`;
    return new DomainError('TYPE_NOT_SUPPORTED', 404, sentence, [], 'not-supported');
  }

  /** Is anything of this type here? */
  serves(type: string): boolean {
    return this.types().includes(type);
  }

  private types(): string[] {
    return this.template.rest.flatMap(({ resource }) => resource.map(({ type }) => type)).sort();
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
