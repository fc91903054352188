import { createHash, timingSafeEqual } from 'node:crypto';

/** Bytes of chance in every secret: 256 bits cannot be guessed, so a fast hash keeps it. */
const SECRET_BYTES = 32;

/** Gives as many random bytes as asked for. */
export type RandomBytes = (size: number) => Uint8Array;

/** A new secret as text for a URL or header. */
export const newSecret = (randomBytes: RandomBytes): string =>
  Buffer.from(randomBytes(SECRET_BYTES)).toString('base64url');

/** What is kept of a secret. */
export const hashSecret = (secret: string): string => createHash('sha256').update(secret).digest('hex');

/** Compares two hashes in constant time. */
export function isSameHash(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left, 'hex'), Buffer.from(right, 'hex')];
  return a.length === b.length && timingSafeEqual(a, b);
}
