import { createHmac } from 'node:crypto';

/** What stands in `Citynerve-Signature`: HMAC-SHA256 in hex over the timestamp as sent, a dot, and the body as sent. */
export const sign = (secret: string, timestamp: string, body: string): string =>
  `sha256=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`;
