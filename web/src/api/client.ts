import { activityHeaders } from './activity.js';

/** What the server said went wrong, in its own words. status 0 means it was never reached. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly detail: string,
    readonly requestId: string | null = null,
    readonly errors: { path: string; message: string }[] = [],
  ) {
    super(detail);
    this.name = 'ApiError';
  }
  get offline(): boolean {
    return this.status === 0;
  }
}

interface Problem {
  title?: string;
  code?: string;
  detail?: string;
  message?: string;
  requestId?: string;
  errors?: { path: string; message: string }[];
}

/** Asks the person to prove who they are; true once they did. Set by the dialog that is part of every signed-in page. */
type AskForProof = () => Promise<boolean>;
let askForProof: AskForProof | null = null;
export function onProofNeeded(ask: AskForProof | null): void {
  askForProof = ask;
}

export interface RequestOptions {
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Sent as JSON, or as it is when it is a FormData. */
  body?: unknown;
  signal?: AbortSignal;
}

/**
 * One call to the server. Answers the parsed body, or undefined for 204. Throws ApiError for everything else. A dangerous
 * act that needs a fresh proof asks the person for it and comes again.
 */
export async function request<T>(path: string, options: RequestOptions = {}): Promise<T> {
  try {
    return await ask<T>(path, options);
  } catch (error) {
    if (!(error instanceof ApiError && error.code === 'PROOF_NEEDED') || !askForProof) throw error;
    if (!(await askForProof())) throw error;
    return ask<T>(path, options);
  }
}

async function ask<T>(path: string, { method = 'GET', body, signal }: RequestOptions): Promise<T> {
  const form = body instanceof FormData;
  const init: RequestInit = {
    method,
    credentials: 'same-origin',
    headers: { accept: 'application/json', ...activityHeaders() },
  };
  if (signal) init.signal = signal;
  if (body !== undefined) {
    init.body = form ? body : JSON.stringify(body);
    if (!form) init.headers = { ...init.headers, 'content-type': 'application/json' };
  }
  const response = await fetch(path, init).catch((cause: unknown) => {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause;
    throw new ApiError(0, 'OFFLINE', 'The clinic server could not be reached.');
  });
  if (!response.ok) throw await problemOf(response);
  if (response.status === 204) return undefined as T;
  const text = await response.text();
  return (text === '' ? undefined : JSON.parse(text)) as T;
}

async function problemOf(response: Response): Promise<ApiError> {
  const problem = (await response.json().catch(() => ({}))) as Problem;
  return new ApiError(
    response.status,
    problem.code ?? `HTTP_${response.status}`,
    problem.detail ?? problem.message ?? problem.title ?? `The server answered ${response.status}.`,
    problem.requestId ?? response.headers.get('x-request-id'),
    problem.errors ?? [],
  );
}

/** A new id made here, so that a retry of the same request is the same request. Works without a secure context too. */
export function newId(): string {
  if (typeof crypto.randomUUID === 'function') return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = [...bytes].map((b) => b.toString(16).padStart(2, '0')).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
