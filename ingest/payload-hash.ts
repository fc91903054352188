/**
 * A 53-bit hash of a text and bytes, exact in a double: FNV-1a (32 bits), and a second variant of it for the other 21.
 * It is not cryptographic: a device that forges a collision only loses messages of its own.
 */
export function payloadHash(text: string, bytes: Uint8Array): number {
  let low = 0x811c9dc5;
  let high = 0x9747b28c;
  for (let i = 0; i < text.length; i += 1) {
    const unit = text.charCodeAt(i);
    low = Math.imul(low ^ unit, 0x01000193);
    high = Math.imul(high ^ unit, 0x85ebca6b) + 1;
  }
  // A separator, so that ("ab", "c") and ("a", "bc") differ.
  low = Math.imul(low ^ 0x100, 0x01000193);
  high = Math.imul(high ^ text.length, 0x85ebca6b);
  // By index, because an iterator over a Buffer costs several times the arithmetic.
  for (let i = 0; i < bytes.length; i += 1) {
    const byte = bytes[i] as number;
    low = Math.imul(low ^ byte, 0x01000193);
    high = Math.imul(high ^ byte, 0x85ebca6b) + 1;
  }
  return ((high >>> 11) & 0x1fffff) * 0x100000000 + (low >>> 0);
}
