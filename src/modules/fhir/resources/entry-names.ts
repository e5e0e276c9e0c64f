type Names = ReadonlyMap<string, number>;
export type NamesAt = (place: number) => Names;

const NO_NAMES: Names = new Map();
export const nameless: NamesAt = () => NO_NAMES;

/** The address of a server and what stands behind it: `http://a.example/fhir/`, `Observation/1`. */
const ON_SERVER = /^(https?:\/\/.+\/)([A-Z][A-Za-z]+\/[A-Za-z0-9\-.]{1,64})$/;

/**
 * By which names the entries of a transaction may refer to each other: by `fullUrl`, and where that is an address on a
 * server also by what stands behind it, among the entries of the same server. https://hl7.org/fhir/R4/bundle.html#references
 *
 * @returns the names that the entry at a place may use, and the places they mean
 */
export function namesIn(fullUrls: readonly (string | undefined)[]): NamesAt {
  const byUrl = new Map<string, number>();
  const byServer = new Map<string, Map<string, number>>();
  fullUrls.forEach((url, place) => {
    if (url === undefined) return;
    byUrl.set(url, place);
    const [, server, name] = ON_SERVER.exec(url) ?? [];
    if (server === undefined || name === undefined) return;
    const names = byServer.get(server) ?? new Map<string, number>();
    byServer.set(server, names.set(name, place));
  });
  const all = new Map([...byServer].map(([server, names]) => [server, new Map([...byUrl, ...names])]));
  return (place) => all.get(ON_SERVER.exec(fullUrls[place] ?? '')?.[1] ?? '') ?? byUrl;
}
