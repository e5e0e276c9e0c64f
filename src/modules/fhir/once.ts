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
    return hasNoKey(request) ? create() : this.createUnder(caller, request, create, ways);
  }

  /** A Bundle, of which the answer names places and wrong members, and nobody's values. */
  async answer(caller: Caller, request: RawRequest, work: () => Promise<string>): Promise<string> {
    if (hasNoKey(request)) return work();
    const { answer } = await this.run(caller, request, async () => ({ text: await work() }));
    return answer.text;
  }

  private async createUnder<Made>(
    caller: Caller,
    request: RawRequest,
    create: () => Promise<Made>,
    { placeOf, read }: Ways<Made>,
  ): Promise<Made> {
    // What was made in a try that was rolled back is not what a later one answers.
    const made = new WeakMap<Place, Made>();
    const { answer, isRepeat } = await this.run(caller, request, async () => {
      const one = await create();
      const at = placeOf(one);
      made.set(at, one);
      return at;
    });
    return isRepeat ? read(asReader(caller), answer) : made.get(answer)!;
  }

  /** A repeat reads, whatever a try before it has noted of its act. */
  private async run<Answer extends object>(caller: Caller, request: RawRequest, work: () => Promise<Answer>) {
    const act = { ...caller.act };
    const ours = new WeakSet<Answer>();
    const answer = await this.idempotency.once(caller, keyOf(request), async () => {
      const one = await work();
      ours.add(one);
      return one;
    });
    const isRepeat = !ours.has(answer);
    if (isRepeat) Object.assign(caller.act, { patientIds: undefined }, act, { became: 'read' });
    return { answer, isRepeat };
  }
}

const hasNoKey = ({ headers }: RawRequest) => headers['idempotency-key'] === undefined;

/** A create under another condition is another request. */
const keyOf = (request: RawRequest) =>
  readKey(request, (hash) =>
    hash.update(`${String(request.headers['if-none-exist'] ?? '')}\n`).update(request.rawBody ?? ''),
  );
