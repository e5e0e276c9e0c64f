import { CONSENT_PURPOSES, type ConsentPurpose } from '../../platform/auth/consent-condition.js';
import { currentClinic, query } from '../../platform/database/database.js';
import { DEFAULT_LANGUAGE, DEFAULT_TEXTS } from './default-texts.js';
import { hashText } from './text-hash.js';

export interface ConsentText {
  /** Null: the text that comes with Stepwell, before anybody answered it. */
  readonly id: string | null;
  readonly purpose: ConsentPurpose;
  readonly language: string;
  readonly version: number;
  readonly title: string;
  readonly body: string;
  readonly sha256: string;
  readonly publishedAt: Date | null;
}

const COLUMNS = `id, purpose, language, version, title, body, sha256, published_at AS "publishedAt"`;

/** Texts in force: of each purpose and language the last one published, and ours where the clinic has none at all. */
export async function findTextsInForce(): Promise<ConsentText[]> {
  const published = await query<ConsentText>(
    `SELECT DISTINCT ON (purpose, language) ${COLUMNS} FROM consent_text ORDER BY purpose, language, version DESC`,
  );
  return CONSENT_PURPOSES.flatMap((purpose) => {
    const own = published.filter((text) => text.purpose === purpose);
    return own.length > 0 ? own : [defaultText(purpose)];
  });
}

export async function findText(id: string): Promise<ConsentText | undefined> {
  const [row] = await query<ConsentText>(`SELECT ${COLUMNS} FROM consent_text WHERE id = $1`, [id]);
  return row;
}

/** Publishes the next version. Undefined when the id is taken. */
export async function insertText(text: {
  id: string;
  purpose: ConsentPurpose;
  language: string;
  title: string;
  body: string;
  by: string;
}): Promise<ConsentText | undefined> {
  // Versions count up one by one, also of two administrators at once.
  await query('SELECT pg_advisory_xact_lock(731007, hashtext($1))', [`${currentClinic()} ${text.purpose}`]);
  const [row] = await query<ConsentText>(
    `INSERT INTO consent_text (clinic_id, id, purpose, language, version, title, body, sha256, published_by)
     SELECT $1, $2, $3, $4, 1 + coalesce(max(version), 0), $5, $6, $7, $8 FROM consent_text WHERE purpose = $3 AND language = $4
     ON CONFLICT (clinic_id, id) DO NOTHING RETURNING ${COLUMNS}`,
    [currentClinic(), text.id, text.purpose, text.language, text.title, text.body, hashText(text), text.by],
  );
  return row;
}

const defaultText = (purpose: ConsentPurpose): ConsentText => ({
  id: null,
  purpose,
  language: DEFAULT_LANGUAGE,
  version: 0,
  ...DEFAULT_TEXTS[purpose],
  sha256: hashText(DEFAULT_TEXTS[purpose]),
  publishedAt: null,
});
