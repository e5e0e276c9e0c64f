import { BlockList, isIP } from 'node:net';

/** Addresses that are not on the internet (IANA special-purpose registries): a request to them would open our neighbours. */
const INSIDE = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/3',
  '::/127',
  '64:ff9b::/96',
  '64:ff9b:1::/48',
  '100::/64',
  '2001:db8::/32',
  '2002::/16',
  'fc00::/7',
  'fe80::/10',
  'ff00::/8',
];

function listOf(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', prefix] = network.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    list.addSubnet(address, prefix === undefined ? (family === 'ipv6' ? 128 : 32) : Number(prefix), family);
  }
  return list;
}
const inside = listOf(INSIDE);

/**
 * Which addresses may a request go to that somebody else has named? Never ours, but those that whoever runs the server has
 * opened; only there it may also go without TLS.
 */
export function outsideAddresses(opened: readonly string[]) {
  const open = listOf(opened);
  const family = (address: string) => (isIP(address) === 6 ? ('ipv6' as const) : ('ipv4' as const));
  const isOpened = (address: string) => open.check(address, family(address));
  return { isOpened, isAllowed: (address: string) => isOpened(address) || !inside.check(address, family(address)) };
}
