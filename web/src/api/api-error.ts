/** What the server said went wrong, in its own words. status 0 means it was never reached. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly detail: string,
    readonly requestId: string | null = null,
    readonly errors: { path: string; message: string; at?: string }[] = [],
  ) {
    super(detail);
    this.name = 'ApiError';
  }
  get offline(): boolean {
    return this.status === 0;
  }
}
