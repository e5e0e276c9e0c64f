import { activityHeaders } from './activity.js';
import { ApiError } from './api-error.js';
import { plainDetail } from './plain-detail.js';

export { ApiError } from './api-error.js';
export { newId } from './new-id.js';

interface Problem {
  title?: string;
  code?: string;
  detail?: string;
  message?: string;
  requestId?: string;
  errors?: { path: string; message: string; at?: string }[];
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

/** A form that is being sent neither closes nor takes more words: a line that is dead must not hold it for minutes. */
const LONGEST_MS = 60_000;

async function ask<T>(path: string, { method = 'GET', body, signal }: RequestOptions): Promise<T> {
  const form = body instanceof FormData;
  const init: RequestInit = {
    method,
    credentials: 'same-origin',
    headers: { accept: 'application/json', ...activityHeaders() },
  };
  const limits = [...(signal ? [signal] : []), ...(form ? [] : [AbortSignal.timeout(LONGEST_MS)])];
  if (limits.length > 0) init.signal = AbortSignal.any(limits);
  if (body !== undefined) {
    init.body = form ? body : JSON.stringify(body);
    if (!form) init.headers = { ...init.headers, 'content-type': 'application/json' };
  }
  const unreached = (cause: unknown): never => {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause;
    throw new ApiError(0, 'OFFLINE', 'The clinic server could not be reached.');
  };
  const response = await fetch(path, init).catch(unreached);
  if (!response.ok) throw await problemOf(response);
  if (response.status === 204) return undefined as T;
  const text = await response.text().catch(unreached);
  return (text === '' ? undefined : JSON.parse(text)) as T;
}

async function problemOf(response: Response): Promise<ApiError> {
  const problem = (await response.json().catch(() => ({}))) as Problem;
  return new ApiError(
    response.status,
    problem.code ?? `HTTP_${response.status}`,
    plainDetail(problem.errors ?? []) ||
      (problem.detail ?? problem.message ?? problem.title ?? `The server answered ${response.status}.`),
    problem.requestId ?? response.headers.get('x-request-id'),
    problem.errors ?? [],
  );
}
