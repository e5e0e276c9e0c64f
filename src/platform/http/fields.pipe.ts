import { type ArgumentMetadata, StandardSchemaValidationPipe } from '@nestjs/common';
import { DomainError, invalid } from './domain-error.js';
import { ofWhole, toFieldErrors } from './plain-issues.js';

/** Refuses what a schema does not allow, each field by its name: one in a body, one of a query, or a part of the address. */
export class FieldsPipe extends StandardSchemaValidationPipe {
  override async transform<T>(value: T, metadata: ArgumentMetadata): Promise<T> {
    try {
      return await super.transform(value, metadata);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      const { data: name, type } = metadata;
      if (name !== undefined)
        throw invalid(error.errors.map((one) => ({ ...one, path: one.path === '' ? name : `${name}.${one.path}` })));
      throw type === 'body' ? invalid(ofWhole('The body', error.errors)) : error;
    }
  }

  protected override async validate<T>(...asked: Parameters<StandardSchemaValidationPipe['validate']>) {
    const result = await super.validate<T>(...asked);
    if (result.issues) throw invalid(toFieldErrors(result.issues, asked[0]));
    return result;
  }
}
