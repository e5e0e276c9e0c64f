import { type ArgumentMetadata, StandardSchemaValidationPipe } from '@nestjs/common';
import { DomainError, invalid } from './domain-error.js';
import { toFieldErrors } from './plain-issues.js';

/** Refuses what a schema does not allow, each field by its name: one in a body, one of a query, or a part of the address. */
export class FieldsPipe extends StandardSchemaValidationPipe {
  constructor() {
    super({ exceptionFactory: (issues) => invalid(toFieldErrors(issues)) });
  }

  override async transform<T>(value: T, metadata: ArgumentMetadata): Promise<T> {
    try {
      return await super.transform(value, metadata);
    } catch (error) {
      const { data: name } = metadata;
      if (name === undefined || !(error instanceof DomainError)) throw error;
      throw invalid(error.errors.map((one) => ({ ...one, path: one.path === '' ? name : `${name}.${one.path}` })));
    }
  }
}
