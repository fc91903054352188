import { createHmac } from 'node:crypto';

/** The header `Citynerve-Signature`: HMAC-SHA256 in hex of the header `Citynerve-Timestamp`, a dot, and the body. */
export const sign = (secret: string, timestamp: string, body: string): string =>
  `sha256=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`;
