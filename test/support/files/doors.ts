import type { TestApp } from '../app.js';
import { type Person, registerPatient } from '../people.js';

export interface Answer {
  readonly status: number;
  readonly body: Record<string, never>;
  /** The sentence of a refusal, problem+json or OperationOutcome. */
  readonly sentence: string;
}

/** The real doors, as an integration with a token uses them. */
export class Doors {
  constructor(
    private readonly app: TestApp,
    private readonly token: string,
    private readonly clinician: Person,
  ) {}

  /** A patient of its own for each file: what one file says must not meet what another says. */
  newPatient(more: { birthDate?: string } = {}): Promise<string> {
    return registerPatient(this.clinician, { timeZone: 'Europe/Paris', ...more });
  }

  async post(path: string, body: string | Buffer, contentType = 'application/json'): Promise<Answer> {
    const answer = await this.app
      .http()
      .post(path)
      .set({ authorization: `Bearer ${this.token}`, 'content-type': contentType })
      .serialize((raw) => raw as unknown as string)
      .send(body);
    return toAnswer(answer);
  }

  /** Answers with the final state of the upload, or with its refusal. */
  async upload(patient: string, kind: string, file: Buffer, name: string): Promise<Answer> {
    const sent = await this.app
      .http()
      .post(`/ingest/v1/uploads?patient=${patient}&kind=${kind}`)
      .set('authorization', `Bearer ${this.token}`)
      .attach('file', file, name);
    if (sent.status !== 202) return toAnswer(sent);
    for (;;) {
      const state = await this.app
        .http()
        .get(`/ingest/v1/uploads/${sent.body.id}`)
        .set('authorization', `Bearer ${this.token}`);
      if (state.body.state === 'failed') return { status: 422, body: state.body, sentence: state.body.error };
      if (state.body.state === 'done') return toAnswer(state);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  async countStored(patient: string): Promise<number> {
    const sql = 'SELECT count(*)::int AS n FROM observation WHERE patient_id = $1';
    return (await this.app.database.asOwner<{ n: number }>(sql, [patient]))[0]!.n;
  }
}

function toAnswer({
  status,
  body,
}: {
  status: number;
  body: Answer['body'] & { detail?: string; issue?: Issue[] };
}): Answer {
  return { status, body, sentence: body.detail ?? (body.issue ? sentenceOf(body.issue) : '') };
}

interface Issue {
  readonly diagnostics?: string;
  readonly expression?: readonly string[];
}

/** Where and why, without the number of the entry: files of one kind then share a reason. */
export function sentenceOf(issues: readonly Issue[]): string {
  const { diagnostics = '', expression } = issues[0] ?? {};
  const where = (expression?.[0] ?? '').replace(/^Bundle\.entry\[\d+\]\.resource\.?/, '').replace(/\[\d+\]/g, '[]');
  return where === '' || diagnostics.includes(where) ? diagnostics : `${where}: ${diagnostics}`;
}
