import type { MultipartFile } from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import { DomainError, invalid, isOfFastify } from '../../platform/http/domain-error.js';
import { sayable } from '../../platform/http/sayable.js';

export interface OneFile extends MultipartFile {
  /**
   * Asked once the file has been read: what comes behind it would be lost without a word.
   *
   * @throws DomainError INVALID_INPUT where another file does, named by its field
   */
  readonly assertOnly: () => Promise<void>;
}

/**
 * The file of a multipart/form-data body.
 *
 * @returns undefined where there is none
 * @throws DomainError where the parser, whose faults bear no status, finds no end, no boundary, or another one than was announced
 */
export async function readOneFile(request: FastifyRequest): Promise<OneFile | undefined> {
  const parts = request.parts({ limits: { files: 2 } });
  const next = async (): Promise<MultipartFile | undefined> => {
    for (;;) {
      const { value, done } = await parts.next().catch((error: unknown) => {
        throw isOfFastify(error) ? error : NOT_WHOLE;
      });
      if (done) return undefined;
      if (value.type === 'file') return value;
    }
  };
  const file = await next();
  if (!file) return undefined;
  const assertOnly = async () => {
    const second = await next();
    if (!second) return;
    second.file.resume();
    throw invalid(
      [{ path: sayable(second.fieldname, 'field'), message: 'must not be a second file: send one file at a time' }],
      400,
    );
  };
  return Object.assign(file, { assertOnly });
}

const NOT_WHOLE = new DomainError(
  'INVALID_INPUT',
  400,
  'The body is not whole multipart/form-data: send the file once more.',
);
