import { createServer, type Server, type Socket } from 'node:net';

export interface SmtpSink {
  readonly url: string;
  /** Each mail as it came over the wire. */
  readonly mails: readonly string[];
  readonly close: () => Promise<void>;
}

/** The far side of a mail: takes whatever it is sent (RFC 5321, without anything optional). */
export async function openSmtpSink(): Promise<SmtpSink> {
  const mails: string[] = [];
  const open = new Set<Socket>();
  const server: Server = createServer((socket) => {
    open.add(socket.on('close', () => open.delete(socket)));
    socket.write('220 sink\r\n');
    let data: string | null = null;
    let rest = '';
    socket.on('data', (chunk) => {
      const lines = (rest + chunk.toString('utf8')).split('\r\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        if (data !== null && line !== '.') data += `${line}\n`;
        else if (data !== null) {
          mails.push(data);
          data = null;
          socket.write('250 taken\r\n');
        } else if (/^DATA/i.test(line)) {
          data = '';
          socket.write('354 go on\r\n');
        } else if (/^QUIT/i.test(line)) socket.end('221 bye\r\n');
        else socket.write('250 ok\r\n');
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  return {
    url: `smtp://127.0.0.1:${port}`,
    mails,
    close: () =>
      new Promise((resolve) => {
        for (const socket of open) socket.destroy();
        server.close(() => resolve());
      }),
  };
}
