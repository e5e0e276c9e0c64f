import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openReceiver, type Receiver } from '../../../test/support/receiver.js';
import { loadConfig } from '../config/config.js';
import { OutsidePost } from './outside-post.js';

let far: Receiver;
beforeAll(async () => void (far = await openReceiver()));
afterAll(() => far?.close());

const post = (url: string, networks?: string) =>
  new OutsidePost(loadConfig(networks ? { STEPWELL_OUTBOUND_NETWORKS: networks } : {})).send({
    url,
    headers: { 'x-test': 'yes' },
    body: Buffer.from('hello'),
  });

describe('a request to an address that somebody else has named', () => {
  it('arrives where whoever runs the server has opened the network', async () => {
    far.answer(204);
    await expect(post(far.url, '127.0.0.1')).resolves.toBe(204);
    expect(far.received.at(-1)).toMatchObject({ headers: { 'x-test': 'yes' }, body: Buffer.from('hello') });
  });

  it.each([
    ['an address inside', () => far.url],
    ['a name that leads inside', () => far.url.replace('127.0.0.1', 'localhost')],
    ['another way to write it', () => far.url.replace('127.0.0.1', '127.1')],
    ['an address inside IPv6', () => far.url.replace('127.0.0.1', '[::ffff:127.0.0.1]')],
  ])('never leaves for %s', async (_name, url) => {
    const before = far.received.length;
    await expect(post(url())).rejects.toMatchObject({ name: 'PostRefused' });
    expect(far.received).toHaveLength(before);
  });

  it('does not follow a redirect', async () => {
    far.answer(302);
    await expect(post(far.url, '127.0.0.1')).resolves.toBe(302);
  });
});
