import { lookup } from 'node:dns';
import { request as plain } from 'node:http';
import { request as secure } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { Injectable } from '@nestjs/common';
import { Config } from '../config/config.js';
import { outsideAddresses } from './outside-addresses.js';

const MOST_MS = 8000;

export class PostRefused extends Error {
  override readonly name = 'PostRefused';
}

export interface Post {
  readonly url: string;
  readonly headers: Readonly<Record<string, string | number>>;
  readonly body: Buffer;
}

/**
 * POST to an address that somebody else has named (a webhook, a browser's push service). The name is looked up once, what
 * was found is checked, and that is what we connect to: a name that answers otherwise the second time leads nowhere. No
 * redirect is followed and no answer is read.
 */
@Injectable()
export class OutsidePost {
  private readonly addresses: ReturnType<typeof outsideAddresses>;

  constructor(config: Config) {
    this.addresses = outsideAddresses(config.notices.outboundNetworks);
  }

  /** Why nothing is sent to this address, as far as the address itself tells; undefined: it may be tried. */
  problemOf(url: string): string | undefined {
    const to = URL.parse(url);
    if (!to) return 'must be a URL';
    if (to.username || to.password || to.hash) return 'must hold no user name, password or #';
    const literal = to.hostname.replace(/^\[|\]$/g, '');
    if (isIP(literal)) {
      if (!this.addresses.isAllowed(literal)) return 'must not be an address inside a private network';
      return to.protocol === 'https:' || this.addresses.isOpened(literal) ? undefined : 'must start with https://';
    }
    return to.protocol === 'https:' || literal === 'localhost' ? undefined : 'must start with https://';
  }

  /**
   * @returns the answer's status
   * @throws PostRefused where it may not go; the error of the network elsewhere
   */
  send({ url, headers, body }: Post): Promise<number> {
    const to = new URL(url);
    const literal = to.hostname.replace(/^\[|\]$/g, '');
    return new Promise((resolve, reject) => {
      if (to.protocol !== 'https:' && to.protocol !== 'http:') throw new PostRefused('only http and https');
      if (isIP(literal)) this.check(literal, to.protocol);
      const options = {
        method: 'POST',
        headers: { ...headers, 'content-length': body.length },
        agent: false,
        lookup: this.lookupFor(to.protocol),
        signal: AbortSignal.timeout(MOST_MS),
      } as const;
      const sent = (to.protocol === 'https:' ? secure : plain)(to, options, (answer) => {
        resolve(answer.statusCode ?? 0);
        answer.destroy();
      });
      sent.on('error', reject);
      sent.end(body);
    });
  }

  private check(address: string, protocol: string): void {
    if (!this.addresses.isAllowed(address)) throw new PostRefused('a private address');
    if (protocol === 'http:' && !this.addresses.isOpened(address)) throw new PostRefused('no TLS');
  }

  private lookupFor(protocol: string): LookupFunction {
    return (hostname, options, done) => {
      lookup(hostname, { ...options, all: true }, (error, found) => {
        if (error) return done(error, '', 0);
        try {
          for (const { address } of found) this.check(address, protocol);
        } catch (refusal) {
          return done(refusal as Error, '', 0);
        }
        const [first] = found;
        return options.all ? done(null, found) : done(null, first!.address, first!.family);
      });
    };
  }
}
