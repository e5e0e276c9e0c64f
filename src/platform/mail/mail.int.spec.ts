import { createServer, type AddressInfo, type Socket } from 'node:net';
import { expect, it } from '@jest/globals';
import { loadConfig } from '../config/config.js';
import { Mail } from './mail.js';

it('a mail server that says nothing is hung up on, so that it does not take the mail after we gave up', async () => {
  const sockets: Socket[] = [];
  const server = createServer((socket) => sockets.push(socket.on('error', () => undefined)));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const mail = new Mail(loadConfig({ SMTP_URL: `smtp://127.0.0.1:${port}` }));
  await expect(mail.hand('ana@clinic.example', { subject: 'A test', text: 'Hello' }, 'one')).rejects.toThrow(
    /greeting/i,
  );
  // Ends once nobody is connected any more.
  await new Promise<void>((resolve) => server.close(() => resolve()));
  expect(sockets).toHaveLength(1);
}, 60_000);
