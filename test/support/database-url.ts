/** The migrated database that every test database is a copy of. */
export const TEMPLATE = 'stepwell_template';

/** The same server and user, another database. */
export function withDatabase(url: string, name: string): string {
  const other = new URL(url);
  other.pathname = `/${name}`;
  return other.href;
}
