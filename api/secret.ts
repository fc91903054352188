import { createHash, timingSafeEqual } from 'node:crypto';

/** Random bytes in every secret: 256 bits cannot be guessed, so a fast hash is enough to store it. */
const SECRET_BYTES = 32;

/** A source of random bytes; `size` is their number. */
export type RandomBytes = (size: number) => Uint8Array;

/** A new secret, base64url. */
export const newSecret = (randomBytes: RandomBytes): string =>
  Buffer.from(randomBytes(SECRET_BYTES)).toString('base64url');

/** SHA-256 of a secret in hex; only this is stored. */
export const hashSecret = (secret: string): string => createHash('sha256').update(secret).digest('hex');

/** Compares two hashes in constant time. */
export function isSameHash(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left, 'hex'), Buffer.from(right, 'hex')];
  return a.length === b.length && timingSafeEqual(a, b);
}
