import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { Config } from '../../platform/config/config.js';
import type { Json } from './validate/index.js';

/** The CapabilityStatement: fhir/capability-statement.json with our address in it. */
@Injectable()
export class Capabilities {
  private readonly template: Template;

  constructor(private readonly config: Config) {
    this.template = JSON.parse(readFileSync(findUp('fhir/capability-statement.json'), 'utf8')) as Template;
  }

  statement(): Json {
    return { ...this.template, implementation: { description: 'Stepwell', url: `${this.config.publicUrl}/fhir` } };
  }

  /** What the address of a type, or of one resource of it, takes. None: there is nothing at it. */
  methodsAt(type: string, ofOne: boolean): string[] {
    const offered = this.template.rest[0].resource.find((resource) => resource.type === type);
    const methods = ofOne ? METHODS_OF_ONE : METHODS_OF_TYPE;
    return (offered?.interaction ?? []).flatMap(({ code }) => methods[code] ?? []).sort();
  }
}

interface Template extends Json {
  readonly rest: readonly [
    {
      readonly resource: readonly {
        readonly type: string;
        readonly interaction: readonly { readonly code: string }[];
      }[];
    },
  ];
}

/** By which methods interactions are asked for, at the address of a type and at that of one resource. */
const METHODS_OF_TYPE: Readonly<Record<string, readonly string[]>> = {
  'search-type': ['GET', 'HEAD'],
  create: ['POST'],
};
const METHODS_OF_ONE: Readonly<Record<string, readonly string[]>> = { read: ['GET', 'HEAD'] };

/** fhir/ lies beside src/ and beside dist/. */
function findUp(path: string): string {
  for (let folder = import.meta.dirname; folder !== dirname(folder); folder = dirname(folder)) {
    if (existsSync(join(folder, path))) return join(folder, path);
  }
  throw new Error(`${path} is missing`);
}
