/**
 * What of the app is kept, and when it is used. Pure.
 *
 * Nothing here can hold a new version back: pages come from the network whenever it answers, and a file is kept under a
 * name that holds its content's hash, so a new page asks for other names. The page that is kept is of the same build as
 * the files kept beside it, and a new build's worker puts its own set in the place of the old one.
 */
export interface Shell {
  /** Another one for each build. */
  readonly version: string;
  /** Addresses of what the diary needs: `/assets/index-Dk2x.js`. */
  readonly files: readonly string[];
}

/** The one page of the app: every address of it is this file. */
export const PAGE = '/';

const PREFIX = 'stepwell-shell-';
export const cacheName = ({ version }: Shell): string => PREFIX + version;
export const isOldShell = (name: string, now: Shell): boolean => name.startsWith(PREFIX) && name !== cacheName(now);

/** The server's doors for programs: no page of the app lies there, and none of their answers is ever kept. */
const DOORS = /^\/(api|auth|fhir|ingest|oauth|socket\.io|health|metrics|\.well-known)(\/|$)/;
const isFile = (path: string): boolean => /\.[a-z0-9]+$/i.test(path);

interface Asked {
  readonly method: string;
  readonly mode: string;
  readonly url: string;
}

/**
 * - `page`: from the network, and what is kept only if there is none
 * - `file`: what is kept, else from the network
 * - `leave`: none of our business; the browser does what it would do without us
 */
export function roadOf({ method, mode, url }: Asked, origin: string, { files }: Shell): 'page' | 'file' | 'leave' {
  const { origin: theirs, pathname } = new URL(url);
  // Without a list (while developing) nothing is kept.
  if (method !== 'GET' || theirs !== origin || files.length === 0) return 'leave';
  if (files.includes(pathname)) return 'file';
  return mode === 'navigate' && !DOORS.test(pathname) && !isFile(pathname) ? 'page' : 'leave';
}

/** What a proxy says when there is no server behind it: for people the same as no connection. */
export const isNobodyThere = (status: number): boolean => status === 502 || status === 503 || status === 504;

/** Is this page of the same build as the files? While servers are being renewed it may come from the other one. */
export function isPageOf(html: string, { files }: Shell): boolean {
  const named = [...html.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(([, path]) => path!);
  return named.length > 0 && named.every((path) => files.includes(path));
}
