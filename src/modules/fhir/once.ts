import { Injectable } from '@nestjs/common';
import { asReader } from '../../platform/auth/as-reader.js';
import type { Caller } from '../../platform/auth/caller.js';
import { Idempotency, type RawRequest, readKey } from '../../platform/http/idempotency.js';

/** What is kept of a create: where its resource stands. The resource itself would be a second copy of what may be erased. */
export interface Place {
  readonly id: string;
  readonly version: string;
  readonly isNew: boolean;
}

export interface Ways<Made> {
  readonly placeOf: (made: Made) => Place;
  /** For a repeat: by the rights of its own day. */
  readonly read: (caller: Caller, place: Place) => Promise<Made>;
}

/** Writes under the `Idempotency-Key` of their sender, as `/ingest` has them. Without one it is the write, and nothing more. */
@Injectable()
export class Once {
  constructor(private readonly idempotency: Idempotency) {}

  /** One resource. */
  create<Made>(caller: Caller, request: RawRequest, create: () => Promise<Made>, ways: Ways<Made>): Promise<Made> {
    const again = (place: Place) => ways.read(asReader(caller), place);
    return this.run(caller, request, create, { keep: ways.placeOf, again });
  }

  /** A Bundle, of which the answer names places and wrong members, and nobody's values. */
  answer(caller: Caller, request: RawRequest, work: () => Promise<string>): Promise<string> {
    return this.run(caller, request, work, { keep: (text) => ({ text }), again: async ({ text }) => text });
  }

  private async run<Made, Kept extends object>(
    caller: Caller,
    request: RawRequest,
    work: () => Promise<Made>,
    { keep, again }: { keep: (made: Made) => Kept; again: (kept: Kept) => Promise<Made> },
  ): Promise<Made> {
    if (request.headers['idempotency-key'] === undefined) return work();
    const act = { ...caller.act };
    // What was made in a try that was rolled back is not what a later one answers.
    const made = new WeakMap<Kept, { readonly one: Made }>();
    const kept = await this.idempotency.once(caller, keyOf(request), async () => {
      const one = await work();
      const place = keep(one);
      made.set(place, { one });
      return place;
    });
    const ours = made.get(kept);
    if (ours) return ours.one;
    // A repeat reads, whatever a try before it has noted of its act.
    Object.assign(caller.act, { patientIds: undefined }, act, { became: 'read' });
    return again(kept);
  }
}

/** A create under another condition is another request. */
const keyOf = (request: RawRequest) =>
  readKey(request, (hash) =>
    hash.update(`${String(request.headers['if-none-exist'] ?? '')}\n`).update(request.rawBody ?? ''),
  );
