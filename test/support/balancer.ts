import http from 'node:http';
import net from 'node:net';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './free-port.js';

const LOOK_EVERY_MS = 100;
const HOP = ['connection', 'keep-alive', 'transfer-encoding'];

export interface Balancer {
  readonly url: string;
  readonly close: () => Promise<void>;
}

/**
 * What stands before several nodes: asks each whether it is ready, and sends requests in turn to those that are. Nothing
 * is tried twice: what a node drops on its way down is an error that its caller sees.
 */
export async function openBalancer(ports: readonly number[], port?: number): Promise<Balancer> {
  const nodes = ports.map((at) => ({ at, ready: false }));
  let turn = 0;
  let open = true;
  const pick = () => {
    const ready = nodes.filter((node) => node.ready);
    return ready[turn++ % ready.length]?.at;
  };
  const looking = Promise.all(
    nodes.map(async (node) => {
      while (open) {
        const answer = await fetch(`http://127.0.0.1:${node.at}/health/ready`).catch(() => undefined);
        await answer?.arrayBuffer();
        node.ready = answer?.status === 200;
        await sleep(LOOK_EVERY_MS);
      }
    }),
  );
  const server = http.createServer((request, answer) => {
    const to = pick();
    if (to === undefined) return void answer.writeHead(503).end();
    const { method, url, headers } = request;
    const onward = http.request({ host: '127.0.0.1', port: to, method, path: url, headers }, (from) => {
      const kept = Object.entries(from.headers).filter(([name]) => !HOP.includes(name));
      answer.writeHead(from.statusCode ?? 502, Object.fromEntries(kept));
      from.pipe(answer);
    });
    onward.on('error', () => (answer.headersSent ? answer.destroy() : answer.writeHead(502).end()));
    request.pipe(onward);
  });
  const lines = new Set<net.Socket>();
  server.on('upgrade', (request, line: net.Socket, head) => {
    const onward = net.connect(pick() ?? 1, '127.0.0.1', () => {
      const headers = request.rawHeaders.flatMap((name, i, all) => (i % 2 === 0 ? [`${name}: ${all[i + 1]}`] : []));
      onward.write(`${request.method} ${request.url} HTTP/1.1\r\n${headers.join('\r\n')}\r\n\r\n`);
      onward.write(head);
      onward.pipe(line).pipe(onward);
    });
    lines.add(line);
    for (const one of [line, onward]) one.on('error', () => (line.destroy(), onward.destroy()));
    onward.on('close', () => line.destroy());
    line.on('close', () => (lines.delete(line), onward.destroy()));
  });
  server.listen(port ?? (await freePort()), '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as net.AddressInfo).port}`,
    close: async () => {
      open = false;
      await looking;
      for (const line of lines) line.destroy();
      server.closeAllConnections();
      server.close();
    },
  };
}
