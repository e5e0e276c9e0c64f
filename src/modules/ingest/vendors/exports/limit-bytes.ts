import { UploadRefused } from '../vendor.errors.js';

export interface UploadLimits {
  /** Of all that is read of it; what is read twice counts twice. */
  readonly totalBytes: number;
  /** Of one file in it. */
  readonly inflatedBytes: number;
  /** Of one that is read at once. */
  readonly wholeBytes: number;
  /** Inflated bytes for one compressed byte; checked after ratioFromBytes. XML of health records reaches about 40. */
  readonly ratio: number;
  readonly ratioFromBytes: number;
  readonly entries: number;
}

export const UPLOAD_LIMITS: UploadLimits = {
  // Ten years of a pulse every few seconds.
  totalBytes: 24 * 1024 ** 3,
  inflatedBytes: 4 * 1024 ** 3,
  wholeBytes: 16 * 1024 ** 2,
  ratio: 200,
  ratioFromBytes: 10 * 1024 ** 2,
  /** Some kinds of an archive are a file a day. */
  entries: 60_000,
};

/** Passes bytes on while counting those that really come, whatever the file says about itself. */
export async function* limitBytes(
  bytes: AsyncIterable<Buffer>,
  storedBytes: number,
  limits: UploadLimits,
): AsyncGenerator<Buffer> {
  let seen = 0;
  for await (const chunk of bytes) {
    seen += chunk.length;
    if (seen > limits.inflatedBytes)
      throw new UploadRefused(
        'UPLOAD_TOO_LARGE',
        `A file in it must not be larger than ${limits.inflatedBytes / 1024 ** 3} GB.`,
      );
    if (seen > limits.ratioFromBytes && seen > limits.ratio * storedBytes) {
      throw new UploadRefused('UPLOAD_TOO_LARGE', 'The zip inflates beyond what health records do: export it again.');
    }
    yield chunk;
  }
}
