import { createHmac } from 'node:crypto';

/**
 * Signature of a webhook: HMAC-SHA-256 over `<unix seconds>.<body>`, so that neither the body nor its time can be changed.
 *
 * @returns the value of the header `stepwell-signature`: `t=<unix seconds>,v1=<hex>`
 */
export function signBody(secret: string, body: string, at: Date): string {
  const seconds = Math.floor(at.getTime() / 1000);
  return `t=${seconds},v1=${createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')}`;
}
