import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Received {
  readonly path: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
}

export interface Receiver {
  readonly url: string;
  readonly received: Received[];
  /**
   * What it answers from now on; null: nothing at all, the request hangs.
   *
   * @param then - to all but the first request at a path
   */
  readonly answer: (status: number | null, then?: number | null) => void;
  readonly close: () => Promise<void>;
}

/** The far side of a webhook or of a push: keeps what it is sent. */
export async function openReceiver(): Promise<Receiver> {
  const received: Received[] = [];
  let [first, later]: (number | null)[] = [201, 201];
  let known = new Set<string>();
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const path = request.url ?? '';
      received.push({
        path,
        headers: request.headers as Received['headers'],
        body: Buffer.concat(parts),
      });
      const status = known.has(path) ? later! : first!;
      known.add(path);
      if (status !== null) response.writeHead(status).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    answer: (status, then = status) => {
      [first, later] = [status, then];
      known = new Set();
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
