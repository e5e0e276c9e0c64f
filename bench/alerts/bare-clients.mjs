// So many bare Socket.IO clients; tells when each heard the bell, once all have. Args as JSON.
import { io } from 'socket.io-client';

const { url, count } = JSON.parse(process.argv[2]);
let at = [];
for (let i = 0; i < count; i++) {
  const client = io(url, { transports: ['websocket'], forceNew: true });
  client.on('bell', () => {
    if (at.push(Date.now()) < count) return;
    process.send({ at });
    at = [];
  });
  await new Promise((resolve) => client.once('connect', resolve));
}
process.send({ open: count });
process.on('disconnect', () => process.exit(0));
