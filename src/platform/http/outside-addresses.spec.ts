import { describe, expect, it } from '@jest/globals';
import { outsideAddresses } from './outside-addresses.js';

describe('addresses that a request of somebody else’s making may go to', () => {
  const { isAllowed } = outsideAddresses([]);
  it.each(['8.8.8.8', '2606:4700:4700::1111', '172.32.0.1', '100.128.0.1'])('%s is outside', (address) => {
    expect(isAllowed(address)).toBe(true);
  });
  it.each([
    '127.0.0.1',
    '127.8.8.8',
    '10.1.2.3',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:127.0.0.1',
    '::ffff:10.0.0.1',
    'fe80::1',
    'fd00::1',
    '64:ff9b::7f00:1',
    '2002:7f00:1::',
  ])('%s is not', (address) => {
    expect(isAllowed(address)).toBe(false);
  });

  it('are also those that were opened, and no more', () => {
    const opened = outsideAddresses(['10.1.0.0/16', '127.0.0.1', '::1']);
    expect(['10.1.2.3', '127.0.0.1', '::1'].map(opened.isAllowed)).toEqual([true, true, true]);
    expect(['10.2.2.3', '127.0.0.2', 'fd00::1'].map(opened.isAllowed)).toEqual([false, false, false]);
    expect(['10.1.2.3', '8.8.8.8'].map(opened.isOpened)).toEqual([true, false]);
  });
});
